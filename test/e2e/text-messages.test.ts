import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { asModule } from '../../src/factors/factor.ts'
import { smsCodeModule } from '../../src/factors/sms-code/index.ts'
import { phones } from '../../src/factors/sms-code/test/phone.ts'
import { goodPassword, type Person, passwordOnly, person, signIn } from '../kit/engine.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press, typeCode } from './visitor.ts'

const handsets = phones()
let house: Installation

before(async () => {
  house = await openInstallation({
    modules: [asModule(smsCodeModule)],
    transports: handsets.options.transports,
    sms: { ...handsets.options.sms, countries: ['DE', 'FR', 'US'] },
  })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('a number is set up against advice, then opens the second door', async () => {
  await passwordOnly(house.world, 'ana')
  const page = await house.visit('/sign-in', { locale: 'de-DE' })
  await giveName(page, 'ana')
  await givePassword(page, goodPassword)
  const card = page.getByRole('article', { name: 'Text message' })
  await card.getByText('Only with an alternative').waitFor()
  await checkPage(page, 'choose a factor, with text messages')
  await card.getByRole('button', { name: 'Set up' }).click()

  await page.getByText('The weakest of the second factors').waitFor()
  await page.getByText(/Safer, and just as quick: Authenticator app/).waitFor()
  assert.equal(await page.getByLabel('Country').inputValue(), 'DE', 'the country of the browser')
  await checkPage(page, 'set-up, text message')
  await page.getByLabel('Mobile number').fill('030 123456')
  await press(page, 'Send me a code')
  await page.getByText('We do not send messages to this number').waitFor()
  await page.getByLabel('Mobile number').fill('0170 1234567')
  await press(page, 'Send me a code')
  await page.getByText('Sent to +49 170 1234567').waitFor()
  await page.getByText(/You can ask for a new one in \d+ s/).waitFor()
  await checkPage(page, 'set-up, code of the text message')
  const message = await handsets.nextWithCode()
  assert.match(message.text, /^\d{6} ist Ihr Code für Harbour Trading\./)
  assert.match(message.text, /@localhost #\d{6}$/)
  const code = message.text.slice(-6)
  await typeCode(page, code === '000000' ? '000001' : '000000')
  await page.getByText('That code does not fit').waitFor()
  await typeCode(page, code)
  await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()

  house.world.clock.advance(60_000)
  const door = await house.visit('/sign-in', { fakeTime: true })
  await giveName(door, 'ana')
  await givePassword(door, goodPassword)
  await door.getByText('Sent to +49 … 67').waitFor()
  const first = await handsets.nextCode()
  await checkPage(door, 'sign-in, text message')
  await door.clock.fastForward(31_000)
  house.world.clock.advance(31_000)
  await press(door, 'Send a new code')
  const second = await handsets.nextCode()
  if (first !== second) {
    await typeCode(door, first)
    await door.getByText('That code was not accepted').waitFor()
    await checkPage(door, 'sign-in, text message refused')
  }
  await typeCode(door, second)
  await door.getByRole('heading', { name: 'My authenticators' }).waitFor()
  await door.getByText('Codes go to +49 … 67.').waitFor()
  await checkPage(door, 'my authenticators, with a text message')
})

test('a page that is loaded again takes the code that is on its way', async () => {
  const ben = await withPhone('ben', '0151 23456789')
  const door = await house.visit('/sign-in')
  await opened(door, ben)
  await door.getByText('Sent to +49 … 89').waitFor()
  const code = await handsets.nextCode()
  await door.reload()
  await choose(door, 'Text message')
  await door.getByText('A code was sent a moment ago').waitFor()
  await checkPage(door, 'sign-in, text message on its way')
  await typeCode(door, code)
  await door.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

test('of several numbers one is chosen, and there is always another way', async () => {
  const cleo = await withPhone('cleo', '0160 1234567')
  const { token } = await signIn(house.world, cleo)
  const page = await house.visit('/authenticators', { token })
  await addPhone(page, '0176 12345678')
  house.world.clock.advance(60_000)

  const door = await house.visit('/sign-in')
  await opened(door, cleo)
  await door.getByText('Which number shall we send it to?').waitFor()
  await checkPage(door, 'sign-in, which number')
  await door.getByRole('button', { name: '+49 … 67' }).click()
  await door.getByText('Sent to +49 … 67').waitFor()
  await press(door, 'Try another way')
  await door.getByRole('button', { name: /Authenticator app/ }).click()
  await typeCode(door, house.codeOf(cleo))
  await door.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

test('where messages cannot go out the page says so, and the other ways stand open', async () => {
  const dora = await withPhone('dora', '0170 7654321')
  const transport = handsets.options.transports[0]
  assert.ok(transport)
  await house.world.engine.storage.book({
    statements: [closeGermany()],
    locks: [],
  })
  const door = await house.visit('/sign-in')
  await opened(door, dora)
  await door.getByText('Messages cannot be sent there for the moment').waitFor()
  await checkPage(door, 'sign-in, text messages are closed')
  await press(door, 'Try another way')
  await door.getByRole('button', { name: /Authenticator app/ }).click()
  await typeCode(door, house.codeOf(dora))
  await door.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

function closeGermany() {
  const now = house.world.clock.now()
  return {
    sql: `insert into sms_closures (scope, reason, opened_at, until) values ('country DE', 'conversion', ${now}, ${now + 3_600_000})`,
    parameters: [],
  }
}

/** Somebody with an authenticator app who adds a phone in the browser, and has used it last. */
async function withPhone(name: string, number: string): Promise<Person> {
  const owner = await person(house.world, name)
  const { token } = await signIn(house.world, owner)
  const page = await house.visit('/authenticators', { token })
  await addPhone(page, number)
  await page.context().close()
  house.world.clock.advance(60_000)
  return owner
}

async function addPhone(page: Page, number: string): Promise<void> {
  handsets.skip()
  await page.getByRole('article', { name: 'Text message' }).getByRole('button', { name: 'Set up' }).click()
  await page.getByLabel('Country').selectOption('DE')
  await page.getByLabel('Mobile number').fill(number)
  await press(page, 'Send me a code')
  await page.getByText(/^Sent to \+49/).waitFor()
  await typeCode(page, await handsets.nextCode())
  await page
    .getByText(/Codes go to \+49/)
    .first()
    .waitFor()
}

async function opened(page: Page, owner: Person): Promise<void> {
  handsets.skip()
  await giveName(page, owner.account.name)
  await givePassword(page, owner.password)
}

async function choose(page: Page, way: string): Promise<void> {
  const heading = page.getByText('A code was sent a moment ago')
  const choice = page.getByRole('button', { name: new RegExp(way) })
  await heading.or(choice).first().waitFor()
  if (await choice.isVisible()) await choice.click()
}
