import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { verifyElsewhere } from '../../src/authentication/index.ts'
import { asModule } from '../../src/factors/factor.ts'
import { pushModule } from '../../src/factors/push/index.ts'
import { goodPassword, type Person, person, signIn, surroundings } from '../kit/engine.ts'
import { checkPage, keptBy } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press } from './visitor.ts'

let house: Installation

describe('a computer and a phone, each with a browser of its own', () => {
  before(async () => {
    house = await openInstallation({ modules: [asModule(pushModule)] })
  })

  afterEach(async () => {
    await house.leave()
    assert.deepEqual(house.watched.faults, [])
  })

  after(async () => house?.close())

  it('a phone joins by the picture, is asked at the next sign-in, and opens the second door by the number', async () => {
    const ana = await person(house.world, 'ana')
    const phone = await addPhone(ana, 'Pixel of Ana', true)
    const computer = await atSecondDoor('ana')
    const number = await shownNumber(computer)
    await checkPage(computer, 'sign-in, waiting for a phone')
    await phone.getByRole('heading', { name: 'Are you signing in?' }).waitFor()
    const [purpose, application, account, , place] = await phone.getByRole('definition').allInnerTexts()
    assert.deepEqual(
      [purpose, application, account, place],
      ['a sign-in', 'Harbour Trading', 'ana', '127.0.0.1'],
    )
    await checkPage(phone, 'phone, asked')
    await typeNumber(phone, number)
    await press(phone, 'Approve')
    await phone.getByRole('heading', { name: 'Approved' }).waitFor()
    await computer.getByRole('heading', { name: 'My authenticators' }).waitFor()
    await press(phone, 'Done')
    await phone.getByRole('heading', { name: 'Nobody is asking' }).waitFor()
    assert.ok(!(await keptBy(phone)).includes(number))
  })

  it('0112: a number of one’s own choice is asked for in other words, and opens a door that shows nothing', async () => {
    const cleo = await person(house.world, 'cleo')
    const phone = await addPhone(cleo, 'Phone of Cleo')
    const bound = verifyElsewhere(
      house.world.engine,
      {
        ...{ account: 'cleo', password: goodPassword, factor: 'push', chosen: '492039' },
        applicationId: (await house.world.engine.portal()).id,
        surroundings,
      },
      AbortSignal.timeout(60_000),
    )
    await phone.getByRole('heading', { name: 'Are you signing in?' }).waitFor()
    await phone.getByText('If somebody told you which number to type').waitFor()
    await checkPage(phone, 'phone, asked for a number of one’s own')
    await typeNumber(phone, '492039')
    await press(phone, 'Approve')
    await phone.getByRole('heading', { name: 'Approved' }).waitFor()
    assert.equal(await bound, cleo.account.id)
  })

  it('N-17, A-034: a no and a wrong number end the question, too many of them make it wait, and “this was not me” ends it all', async () => {
    const bela = await person(house.world, 'bela')
    const phone = await addPhone(bela, 'Phone of Bela')
    const computer = await atSecondDoor('bela')
    await shownNumber(computer)
    await turnDown(phone)
    await computer.getByText('It was turned down on the phone').waitFor()

    await press(computer, 'Ask my phone again')
    const number = await shownNumber(computer)
    await phone.getByRole('heading', { name: 'Are you signing in?' }).waitFor()
    await typeNumber(phone, number === '111111' ? '222222' : '111111')
    await press(phone, 'Approve')
    await phone.getByRole('heading', { name: 'That was another number' }).waitFor()
    await press(phone, 'Done')
    await computer.getByText('It was turned down on the phone').waitFor()
    await press(computer, 'Ask my phone again')
    await turnDown(phone)
    await press(computer, 'Ask my phone again')
    await computer.getByText('Your device was asked too often of late').waitFor()

    house.world.clock.advance(600_000)
    const thief = await atSecondDoor('bela')
    await shownNumber(thief)
    await phone.getByRole('heading', { name: 'Are you signing in?' }).waitFor()
    await press(phone, 'This was not me')
    await checkPage(phone, 'phone, about to report')
    await press(phone, 'Stop it and lock')
    await phone.getByRole('heading', { name: 'Stopped and locked' }).waitFor()
    await thief.getByText('This sign-in was reported on the phone').waitFor()
    await press(phone, 'Done')
    await phone.getByRole('heading', { name: 'This phone is not known here' }).waitFor()
    await checkPage(phone, 'phone, locked')
  })

  it('the page is installed, and its worker shows what a push service hands over', async () => {
    const cora = await person(house.world, 'cora')
    const phone = await addPhone(cora, 'Phone of Cora')
    assert.deepEqual(await objectionsToInstall(phone), [])
    await phone.addInitScript(willing)
    await phone.reload()
    await press(phone, 'Allow notifications')
    // No push service can be reached from a test; the worker stands all the same.
    await phone.getByText('This phone does not ring').waitFor()
    const call = { title: 'Are you signing in?', text: 'To Harbour Trading' }
    assert.deepEqual(await notifiedOf(phone, JSON.stringify(call)), call)
  })
})

/** What a browser would object to if one were to install the page. */
async function objectionsToInstall(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page)
  const { errors } = await session.send('Page.getAppManifest')
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
  await session.detach()
  return [...errors.map(({ message }) => message), ...installabilityErrors.map(({ errorId }) => errorId)]
}

/** A browser without a screen denies notifications whatever its owner says; this one would show them. */
const willing = `Object.defineProperties(Notification, {
  permission: { get: () => 'default' },
  requestPermission: { value: async () => 'granted' },
})`

/** Has the worker of a page get a message as from a push service; what it notifies of. */
async function notifiedOf(page: Page, data: string): Promise<unknown> {
  const [worker] = page.context().serviceWorkers()
  assert.equal(worker?.url(), `${house.url}/phone/worker.js`)
  return worker?.evaluate(`new Promise((resolve) => {
    registration.showNotification = async (title, { body }) => resolve({ title, text: body })
    dispatchEvent(new PushEvent('push', { data: ${JSON.stringify(data)} }))
  })`)
}

/** Sets a phone up, from the picture on the computer to the number that is typed there. */
async function addPhone(owner: Person, name: string, look = false): Promise<Page> {
  const { token } = await signIn(house.world, owner)
  const computer = await house.visit('/authenticators', { token })
  const offered = computer.getByRole('article', { name: 'Approval on your phone' })
  await offered.getByRole('button', { name: 'Set up' }).click()
  await computer.getByRole('img', { name: /^QR code/ }).waitFor()
  const link = (await computer.locator('a[href*="/phone#"]').getAttribute('href')) ?? ''
  const phone = await house.visit(link, { viewport: { width: 390, height: 800 } })
  await phone.getByLabel('Name of this phone').fill(name)
  if (look) await checkPage(computer, 'set-up, picture for a phone')
  if (look) await checkPage(phone, 'phone, before it joins')
  await press(phone, 'Use this phone')
  const number = phone.getByRole('status', { name: /^\d( \d)+$/ })
  await number.waitFor()
  if (look) await checkPage(phone, 'phone, joined')
  await computer.getByText(`“${name}” has joined`).waitFor()
  if (look) await checkPage(computer, 'set-up, number of a phone')
  await typeNumber(computer, (await number.innerText()).replace(/\D/g, ''))
  await computer.getByRole('heading', { name }).waitFor()
  await phone.getByRole('heading', { name: 'Nobody is asking' }).waitFor()
  return phone
}

async function atSecondDoor(name: string): Promise<Page> {
  const page = await house.visit('/sign-in')
  await giveName(page, name)
  await givePassword(page)
  await page.getByRole('heading', { name: 'Approve it on your phone' }).waitFor()
  return page
}

async function shownNumber(computer: Page): Promise<string> {
  const number = computer.getByRole('status', { name: /^\d( \d)+$/ })
  await number.waitFor()
  return (await number.innerText()).replace(/\D/g, '')
}

async function turnDown(phone: Page): Promise<void> {
  await phone.getByRole('heading', { name: 'Are you signing in?' }).waitFor()
  await press(phone, 'Turn it down')
  await phone.getByRole('heading', { name: 'Turned down' }).waitFor()
  await press(phone, 'Done')
}

async function typeNumber(page: Page, number: string): Promise<void> {
  await page.locator('input[inputmode="numeric"]:enabled').fill(number)
}
