import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import {
  connectApplication,
  createApplication,
  disableAccount,
  issueApiKey,
} from '../../src/administration/index.ts'
import { operator } from '../kit/engine.ts'
import { freePort } from '../kit/free-port.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { press, recoveryCodesOn, scan, typeCode } from './visitor.ts'

const example = join(import.meta.dirname, '../../packages/client/examples/express.js')
const minute = 60_000
const password = 'harbour lantern 42'

let house: Installation
let shop: Shop

/** The example of the guide, as its reader starts it. */
interface Shop {
  readonly origin: string
  readonly process: ChildProcess
}

before(async () => {
  house = await openInstallation()
  shop = await openShop()
})
afterEach(() => house.leave())
after(async () => {
  shop.process.kill()
  await house.close()
})

async function openShop(): Promise<Shop> {
  const port = await freePort()
  const origin = `http://shop.localhost:${port}`
  const { engine } = house.world
  const { id: applicationId } = await createApplication(engine, {
    actor: operator,
    name: 'Shop',
    vouches: true,
  })
  const settings = { returnTo: [`${origin}/second-factor`], provides: true }
  await connectApplication(engine, { actor: operator, applicationId, door: 'hosted', settings })
  const scopes = ['attempts', 'vouch:first-factor'] as const
  const { token } = await issueApiKey(engine, { actor: operator, applicationId, scopes })
  const child = spawn(process.execPath, [example], {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      ORIGIN: origin,
      SESSION_SECRET: 'of the test',
      SALLYPORT_URL: house.url,
      SALLYPORT_API_KEY: token,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout ?? assert.fail('no output'), 'data')
  return { origin, process: child }
}

async function passwordAt(page: Page): Promise<void> {
  await page.goto(`${shop.origin}/sign-in`)
  await page.locator('input[name=name]').fill('ana')
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** What a script of the shop's own page is told. */
function posting(page: Page): Promise<{ status: number; code?: string; location?: string }> {
  return page.evaluate(async () => {
    const response = await fetch('/transfer', { method: 'POST' })
    return { status: response.status, ...((response.status === 401 ? await response.json() : {}) as object) }
  })
}

test('ten lines before an Express application: a second factor is required, and set up on the way', async () => {
  const { clock, engine } = house.world
  const page = await (await house.visit('/guides')).context().newPage()
  await passwordAt(page)
  const app = await firstCode(page)
  assert.equal(new URL(page.url()).origin, house.url)
  // Half signed in is not signed in: the application is not asked.
  const other = await page.context().newPage()
  await other.goto(`${shop.origin}/sign-in`)
  const { status, code, location } = await posting(other)
  assert.deepEqual([status, code, location], [401, 'second-factor.required', '/second-factor'])
  await other.goto(`${shop.origin}/`)
  assert.equal(new URL(other.url()).origin, house.url)
  await other.close()

  await typeCode(page, app())
  await recoveryCodesOn(page)
  await page.getByRole('checkbox').check()
  await press(page, 'Done')
  await page.getByRole('heading', { name: 'Hello, ana' }).waitFor()
  assert.equal(page.url(), `${shop.origin}/`)
  await page.getByRole('button', { name: 'Transfer' }).click()
  await page.getByRole('heading', { name: 'Transferred' }).waitFor()

  // A minute later the same action wants a fresh proof; the way leads back to the page that the button is on.
  clock.advance(2 * minute)
  await page.goto(`${shop.origin}/`)
  await page.getByRole('button', { name: 'Transfer' }).click()
  await page.locator('input[autocomplete="one-time-code"]').waitFor()
  await checkPage(page, 'a second factor for a shop')
  assert.equal(await page.getByLabel('Password', { exact: true }).count(), 0)
  await typeCode(page, app())
  await page.getByRole('heading', { name: 'Hello, ana' }).waitFor()
  await page.getByRole('button', { name: 'Transfer' }).click()
  await page.getByRole('heading', { name: 'Transferred' }).waitFor()

  // Our own pages know nobody by the word of a shop.
  const ours = await page.context().newPage()
  await ours.goto(`${house.url}/`)
  await ours.getByLabel('Account name').waitFor()
  await ours.close()

  // R3: whoever is disabled is out with the next request.
  const account = await engine.accounts.findByName('ana' as never)
  assert.ok(account)
  await disableAccount(engine, { actor: operator, accountId: account.id, reason: 'test' })
  await page.goto(`${shop.origin}/`)
  assert.equal(new URL(page.url()).origin, house.url)
})

async function firstCode(page: Page): Promise<() => string> {
  const choose = page.getByRole('button', { name: 'Set up' }).first()
  const picture = page.getByRole('img', { name: /^QR code/ })
  await choose.or(picture).first().waitFor()
  if (await choose.isVisible()) await choose.click()
  return scan(house, page)
}
