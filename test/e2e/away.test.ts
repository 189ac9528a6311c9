import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Person, setUpAdministrator, signIn } from '../kit/engine.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { press } from './visitor.ts'

const own = ['/', '/contacts', '/sessions', '/authenticators']
const consoles = [
  ...['', '/accounts', '/applications', '/inventory', '/policy', '/coverage', '/choosing', '/audit'],
  ...['/tokens', '/idle', '/directories', '/webhooks'],
].map((path) => `/console${path}`)
/** What says that there is nothing: a page that could not read has no right to say it. */
const nothing =
  /None yet|Nobody fits|No account|No application yet|No rules|Nothing was recorded|was ever applied|Nobody is|No factor|No token|Nothing stands open|Only here/
let house: Installation
let admin: Person

before(async () => {
  house = await openInstallation()
  admin = await setUpAdministrator(house.world, 'ada')
})

afterEach(() => house.leave())

after(() => house?.close())

for (const path of [...own, ...consoles])
  test(`${path}: what could not be read is said so, with another try, and is not called empty`, async () => {
    const { token } = await signIn(house.world, admin)
    const page = await house.visit('/guides', { token })
    await fail(page)
    await page.goto(new URL(path, house.url).href)
    await page.getByText('Something went wrong on our side').first().waitFor()
    await page.getByRole('button', { name: 'Try again' }).first().waitFor()
    assert.doesNotMatch(await page.locator('main').innerText(), nothing)
    await page.unroute('**/api/v1/**')
    for (let left = await retries(page).count(); left > 0; left = await retries(page).count()) {
      await retries(page).first().click()
      await retries(page)
        .nth(left - 1)
        .waitFor({ state: 'detached' })
    }
    assert.equal(await page.getByText('Something went wrong on our side').count(), 0)
  })

test('a page that waits long says so, and keeps the place of what is to come', async () => {
  const { token } = await signIn(house.world, admin)
  const page = await house.visit('/guides', { token, fakeTime: true })
  await page.route('**/api/v1/accounts?*', () => new Promise<void>(() => undefined))
  await page.goto(new URL('/console/accounts', house.url).href)
  await page.getByRole('heading', { name: 'Accounts' }).waitFor()
  await page.clock.fastForward(7_000)
  await page.getByText('The server takes longer than usual.').waitFor()
  await checkPage(page, 'console, a long wait')
})

test('a way back that could not be read is not called over', async () => {
  const page = await house.visit('/guides')
  await page.route('**/api/v1/rebind', (route) => route.fulfill({ status: 503, json: {} }))
  await page.goto(new URL('/recover', house.url).href)
  await page.getByText('The server cannot answer right now.').waitFor()
  await page.unroute('**/api/v1/rebind')
  await press(page, 'Try again')
  await page.getByRole('button', { name: 'Try again' }).waitFor({ state: 'detached' })
})

/** Everything but who one is fails. */
async function fail(page: Page): Promise<void> {
  const detail = 'Something went wrong on our side; nothing was changed.'
  await page.route('**/api/v1/**', (route) =>
    /\/(portal|session)$/.test(new URL(route.request().url()).pathname)
      ? route.continue()
      : route.fulfill({ status: 500, json: { code: 'internal', detail } }),
  )
}

function retries(page: Page) {
  return page.getByRole('button', { name: 'Try again' })
}
