import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assignToken, listTokens } from '../../src/administration/index.ts'
import { asModule } from '../../src/factors/factor.ts'
import { hotpTokenModule } from '../../src/factors/hotp-token/index.ts'
import { type Device, makeToken } from '../../src/factors/hotp-token/test/holder.ts'
import { addToPool, operator, type Person, person, signIn } from '../kit/engine.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press } from './visitor.ts'

let house: Installation

before(async () => {
  house = await openInstallation({
    modules: [asModule(hotpTokenModule)],
    factors: { 'hotp-token': { enabled: true } },
  })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('a token out of the box is set up by its serial number, opens the door, and is found again', async () => {
  const ana = await person(house.world, 'ana')
  const device = await boxed({ serial: 'AB12CD34' })
  const page = await signedIn(ana)
  await choose(page)
  await checkPage(page, 'set-up, token')
  await page.getByLabel('Serial number').fill('ab-12 cd-34')
  await page.getByLabel('The code that it shows now').fill('000000')
  await press(page, 'Confirm')
  await page.getByLabel('And the one that follows it').waitFor()
  await checkPage(page, 'set-up, token, two codes')
  for (let count = 0; count < 30; count++) device.press(now())
  await page.getByLabel('One code').fill(device.press(now()))
  await page.getByLabel('And the one that follows it').fill(device.press(now()))
  await press(page, 'Confirm')
  await page.getByRole('heading', { name: 'Token AB12CD34' }).waitFor()
  await checkPage(page, 'my authenticators, with a token')

  const door = await atSecondDoor('ana')
  await checkPage(door, 'sign-in, token')
  for (let count = 0; count < 20; count++) device.press(now())
  await door.getByLabel('Code of your token').fill(device.press(now()))
  await press(door, 'Continue')
  await door.getByText('That was not accepted').waitFor()
  await checkPage(door, 'sign-in, token refused')

  await page.reload()
  await press(page, 'Codes refused?')
  await checkPage(page, 'my authenticators, matching a token')
  await page.getByLabel('First code').fill(device.press(now()))
  await page.getByLabel('The code that follows it').fill(device.press(now()))
  await press(page, 'Find the token')
  await page.getByText('The token is found again.').waitFor()
  await door.getByLabel('Code of your token').fill(device.press(now()))
  await press(door, 'Continue')
  await door.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

test('a token put aside in his name needs no serial number; a PIN is chosen, typed before the code, and changed', async () => {
  const ben = await person(house.world, 'ben')
  const device = await boxed()
  await putAside(device, ben)
  const page = await signedIn(ben)
  await enrol(page, device, { pin: '741852' })
  const door = await atSecondDoor('ben')
  await door.getByLabel('PIN of your token').waitFor()
  await checkPage(door, 'sign-in, token with a PIN')
  await door.getByLabel('PIN of your token').fill('741852')
  await door.getByLabel('Code of your token').fill(device.press(now()))
  await press(door, 'Continue')
  await door.getByRole('heading', { name: 'My authenticators' }).waitFor()
  await press(door, 'Change the PIN')
  await door.getByLabel('New PIN').fill('123456')
  await press(door, 'Keep this PIN')
  await door.getByText('too easy to guess').waitFor()
  await checkPage(door, 'my authenticators, a PIN refused')
  await door.getByLabel('New PIN').fill('905172')
  await press(door, 'Keep this PIN')
  await door.getByText('The PIN is changed.').waitFor()
})

test('a token with keys is asked a question, and a new one after a wrong answer', async () => {
  const cleo = await person(house.world, 'cleo')
  const device = await boxed({ kind: 'challenge', suite: 'OCRA-1:HOTP-SHA1-6:QN08' })
  const page = await signedIn(cleo)
  await choose(page)
  await page.getByText('Does your token have keys?').click()
  await checkPage(page, 'set-up, token with keys')
  await page.getByLabel('Serial number').fill(device.serial)
  await page.getByLabel('The code that it shows now').fill(device.respond(await questionOn(page), now()))
  await press(page, 'Confirm')
  await page.getByRole('heading', { name: `Token ${device.serial}` }).waitFor()

  const door = await atSecondDoor('cleo')
  const first = await questionOn(door)
  await checkPage(door, 'sign-in, question')
  await door.getByLabel('What the token answers').fill('000000')
  await press(door, 'Continue')
  await door.getByText('Here is a new question').waitFor()
  await door.getByText(inFours(first)).waitFor({ state: 'detached' })
  await door.getByLabel('What the token answers').fill(device.respond(await questionOn(door), now()))
  await press(door, 'Continue')
  await door.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

const now = () => house.world.clock.now()

/** A token that was bought and imported. */
async function boxed(given: Parameters<typeof makeToken>[1] = {}): Promise<Device> {
  const { entry, held } = makeToken(house.world.engine, given)
  await addToPool(house.world.engine, 'hotp-token', entry)
  return held
}

async function putAside({ serial }: Device, { account }: Person): Promise<void> {
  const { items } = await listTokens(house.world.engine, {
    actor: operator,
    query: { factor: 'hotp-token', begins: serial },
  })
  const [token] = items
  assert.ok(token)
  const reason = 'sent by post'
  await assignToken(house.world.engine, { actor: operator, tokenId: token.id, accountId: account.id, reason })
}

async function signedIn(owner: Person): Promise<Page> {
  const { token } = await signIn(house.world, owner)
  return house.visit('/authenticators', { token })
}

async function choose(page: Page): Promise<void> {
  const card = page.getByRole('article', { name: 'Hardware token' })
  await card.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('heading', { name: 'Add your hardware token' }).waitFor()
}

async function enrol(page: Page, device: Device, { pin }: { readonly pin: string }): Promise<void> {
  await choose(page)
  await page.getByLabel('The code that it shows now').fill(device.press(now()))
  await page.getByLabel('It has a PIN, or shall have one').check()
  await page.getByLabel('PIN of 6 digits or more').fill(pin)
  await checkPage(page, 'set-up, token with a PIN')
  await press(page, 'Confirm')
  await page.getByRole('heading', { name: `Token ${device.serial}` }).waitFor()
}

async function atSecondDoor(name: string): Promise<Page> {
  const door = await house.visit('/sign-in')
  await giveName(door, name)
  await givePassword(door)
  await door.getByRole('heading', { name: 'The code of your token' }).waitFor()
  return door
}

async function questionOn(page: Page): Promise<string> {
  const shown = page.getByText(/^(\d{4} \d{4}|\d{3} \d{3})$/)
  await shown.waitFor()
  return (await shown.innerText()).replaceAll(' ', '')
}

const inFours = (digits: string) => digits.replace(/(.{4})(?=.)/g, '$1 ')
