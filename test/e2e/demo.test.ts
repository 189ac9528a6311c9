import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core'
import { openStage, type Stage } from '../../demo/stage.ts'
import { launchBrowser } from '../kit/browser.ts'

const pages = fileURLToPath(new URL('../../web/dist', import.meta.url))
let folder: string
let stage: Stage
let browser: Browser
let context: BrowserContext

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-e2e-'))
  stage = await openStage({ folder, pages })
  browser = await launchBrowser()
  context = await browser.newContext()
})

after(async () => {
  await browser?.close()
  await stage?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('the article, in a browser: sign in, configure MFA, sign in again with password and code', async () => {
  const programme = await openPage(stage.url)
  const phone = programme.frameLocator('iframe.phone')
  const portal = await openPage(await hrefOf(programme, '#portal'))

  await givePassword(portal)
  await portal
    .getByRole('article', { name: 'Authenticator app' })
    .getByRole('button', { name: 'Set up' })
    .click()
  await portal.getByRole('img', { name: /qr|picture|scan/i }).waitFor()
  await phone.getByRole('button', { name: /scan/i }).click()
  const first = await codeOn(phone)
  await typeCode(portal, first)
  await portal.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
  assert.equal(
    await portal
      .locator('li')
      .filter({ hasText: /^[0-9A-Z]{4}(-[0-9A-Z]{4}){5}$/ })
      .count(),
    10,
  )
  await portal.getByRole('checkbox').check()
  await portal.getByRole('button', { name: 'Done' }).click()
  await portal.getByRole('heading', { name: 'My authenticators' }).waitFor()
  await portal.getByText('Two doors protect your account').waitFor()

  await signOut(portal)
  await givePassword(portal)
  await typeCode(portal, first)
  await portal.getByText('was not accepted').first().waitFor()
  await typeCode(portal, await codeAfter(phone, first))
  await portal.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

test('the tokens and the key from the drawer, a text message to the phone, and its approval, are set up as well', async () => {
  const programme = await openPage(stage.url)
  const drawer = programme.frameLocator('iframe.drawer')
  const portal = await openPage(await hrefOf(programme, '#portal'))
  const set = async (name: string) => {
    await portal.goto(new URL('/authenticators', portal.url()).href)
    await portal.getByRole('article', { name }).getByRole('button', { name: 'Set up' }).click()
  }
  const setToken = async (kind: 'button' | 'clock' | 'keys', read: () => Promise<string>) => {
    await set('Hardware token')
    const serial = await drawer.locator(`#serial-${kind}`).innerText()
    await portal.getByLabel('Serial number').fill(serial)
    await portal.getByLabel('The code that it shows now').fill(await read())
    await portal.getByRole('button', { name: 'Confirm' }).click()
    await portal.getByRole('heading', { name: `Token ${serial}` }).waitFor()
  }

  await setToken('button', async () => {
    await drawer.getByRole('button', { name: /press/i }).click()
    return shownOn(drawer, '#display')
  })
  await setToken('clock', () => shownOn(drawer, '#shown'))
  await setToken('keys', async () => {
    await portal.getByText('Does your token have keys?').click()
    const question = await portal.getByText(/^\d{3} \d{3}$/).innerText()
    await drawer.getByLabel('The question on the page').fill(question)
    await drawer.getByRole('button', { name: /type it in/i }).click()
    return shownOn(drawer, '#answer')
  })

  await set('YubiKey one-time password')
  await drawer.getByRole('button', { name: /touch/i }).click()
  await drawer.getByText(/^[cbdefghijklnrtuv]{44}$/).waitFor()
  await portal
    .locator('input')
    .first()
    .fill(await drawer.locator('#typed').innerText())
  await portal.keyboard.press('Enter')
  await portal.getByRole('heading', { name: /YubiKey/ }).waitFor()

  await set('Text message')
  await portal.getByLabel('Mobile number').fill(await programme.locator('#number').innerText())
  await portal.getByRole('button', { name: 'Send me a code' }).click()
  const message = programme.frameLocator('iframe.phone').locator('#messages li').first()
  await message.waitFor()
  const [code = ''] = /\d{6}/.exec(await message.innerText()) ?? []
  await typeCode(portal, code)
  await portal.getByText('Sent to').waitFor({ state: 'detached' })
  await portal.getByRole('heading', { name: 'My authenticators' }).waitFor()

  await set('Code by e-mail')
  await portal.getByRole('button', { name: 'Send me a code' }).click()
  await typeCode(portal, await mailedCode(programme.frameLocator('iframe.mailbox')))
  await portal.getByText('Codes go to s…@example.com').waitFor()

  await set('Approval on your phone')
  const handset = programme.frameLocator('iframe.phone')
  await handset.getByRole('button', { name: /scan/i }).click()
  const [page] = await Promise.all([
    context.waitForEvent('page'),
    handset.getByRole('link', { name: 'Open the page' }).click(),
  ])
  await page.getByRole('button', { name: 'Use this phone' }).click()
  const number = await page.getByRole('status', { name: /^\d( \d)+$/ }).innerText()
  await portal.getByText('has joined').waitFor()
  await portal.locator('input[inputmode="numeric"]:enabled').fill(number.replace(/\D/g, ''))
  await portal.getByRole('heading', { name: 'My authenticators' }).waitFor()
  await page.getByRole('heading', { name: 'Nobody is asking' }).waitFor()
})

test('an application behind the gate lets nobody in on a password alone, and everybody in with both', async () => {
  const programme = await openPage(stage.url)
  const phone = programme.frameLocator('iframe.phone')
  const shop = await openPage(await hrefOf(programme, '#shop'))
  await signInToShop(shop, '000000')
  await shop.getByRole('alert').filter({ hasText: 'did not match' }).waitFor()
  await signInToShop(shop, await codeAfter(phone, await codeOn(phone)))
  await shop.getByRole('heading', { name: 'Welcome, sam' }).waitFor()
})

test('what happened to the account was told to its mailbox, with no code and no password in it', async () => {
  const programme = await openPage(stage.url)
  const mailbox = programme.frameLocator('iframe.mailbox')
  await mailbox.locator('summary').first().waitFor()
  const letters = await mailbox.locator('#messages').innerText()
  assert.match(letters, /authenticator/i)
  assert.doesNotMatch(letters, /harbour-lantern|otpauth:|\b\d{6}\b/)
})

test('whoever takes the link becomes the administrator, and hands Sam an access pass that opens the page of set-up', async () => {
  const programme = await openPage(stage.url)
  const office = await browser.newContext()
  const admin = await openPage(await hrefOf(programme, '#set-up'), office)
  await admin.getByLabel('Account name').fill('ada')
  await admin.getByLabel('New password').fill('quay-anchor-beacon-17')
  await admin.getByRole('button', { name: 'Continue' }).click()
  await admin.getByRole('img', { name: /^QR code/ }).waitFor()
  const phone = programme.frameLocator('iframe.phone')
  await phone.getByRole('button', { name: /scan/i }).click()
  const entry = phone.locator('#codes li').filter({ hasText: 'ada' })
  await typeCode(admin, (await entry.getAttribute('data-code')) ?? '')
  await admin.getByRole('checkbox').check()
  await admin.getByRole('button', { name: 'Done' }).click()
  await admin.getByRole('heading', { name: 'Overview' }).waitFor()
  await admin.goto(new URL('/console/accounts', admin.url()).href)
  await admin.getByRole('link', { name: 'sam' }).click()
  await admin.getByRole('button', { name: 'Hand out: Access pass' }).click()
  await admin.getByLabel('Reason').fill('called, and it was he')
  await admin.getByRole('button', { name: 'Make it' }).click()
  const pass = await admin.getByRole('dialog').locator('code').innerText()
  await office.close()

  const elsewhere = await browser.newContext()
  const portal = await openPage(await hrefOf(programme, '#portal'), elsewhere)
  await givePassword(portal)
  await portal.getByRole('button', { name: 'Try another way' }).click()
  await portal.getByRole('button', { name: /Access pass/ }).click()
  await portal.getByRole('textbox', { name: 'Access pass' }).fill(pass)
  await portal.getByRole('button', { name: 'Continue' }).click()
  await portal.getByRole('heading', { name: 'Now replace what you lost' }).waitFor()
  await elsewhere.close()
})

async function openPage(url: string, where = context): Promise<Page> {
  const page = await where.newPage()
  page.on('pageerror', (error) => assert.fail(`${url}: ${error.message}`))
  await page.goto(url)
  return page
}

async function hrefOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(`${selector}[href^="http"]`).getAttribute('href')) ?? ''
}

async function givePassword(page: Page): Promise<void> {
  await page.getByLabel('Name', { exact: false }).first().fill('sam')
  await page.getByRole('button', { name: 'Continue' }).click()
  const password = page.getByLabel('Password', { exact: true })
  await password.fill('harbour-lantern-42')
  await page.getByRole('button', { name: 'Continue' }).click()
  // Both doors have “Try another way”: what comes next is meant for the second.
  await password.waitFor({ state: 'detached' })
}

async function typeCode(page: Page, code: string): Promise<void> {
  await page.locator('input[autocomplete="one-time-code"]').fill(code)
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /account of sam/i }).click()
  await page.getByRole('menuitem', { name: /sign out/i }).click()
  await page.getByLabel('Name', { exact: false }).first().waitFor()
}

async function signInToShop(page: Page, code: string): Promise<void> {
  await page.getByLabel('Name').fill('sam')
  await page.getByLabel('Password').fill('harbour-lantern-42')
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function codeOn(phone: FrameLocator): Promise<string> {
  return (await phone.locator('#codes li').first().getAttribute('data-code')) ?? ''
}

/** What a token shows, once it shows a code. */
async function shownOn(drawer: FrameLocator, selector: string): Promise<string> {
  const display = drawer.locator(selector).filter({ hasText: /^\d{6}$/ })
  return display.innerText()
}

/** The code in the newest letter that has one. */
async function mailedCode(mailbox: FrameLocator): Promise<string> {
  const letter = mailbox.locator('details').filter({ hasText: 'is your code for' }).first()
  const [, code = ''] = /(\d{8}) is your code for/.exec((await letter.textContent()) ?? '') ?? []
  return code
}

/** The code that follows this one: a code works once. */
async function codeAfter(phone: FrameLocator, spent: string): Promise<string> {
  await phone.locator(`#codes li:not([data-code="${spent}"])`).first().waitFor({ timeout: 40_000 })
  return codeOn(phone)
}
