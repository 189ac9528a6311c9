import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../kit/browser.ts'
import { type Person, person } from '../kit/engine.ts'
import { connectSite, type Site } from '../saml/site.fixture.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press, typeCode } from './visitor.ts'

let house: Installation
let browser: Browser
let site: Site
let owner: Person

before(async () => {
  house = await openInstallation()
  browser = await launchBrowser()
  owner = await person(house.world, 'rosa')
  site = await connectSite(house)
})

after(async () => {
  await site?.close()
  await browser?.close()
  await house?.close()
})

test('who signs out in the portal is signed out at the site as well, and back where that was said', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(site.url)
  await giveName(page, 'rosa')
  await givePassword(page, owner.password)
  await typeCode(page, house.codeOf(owner))
  await page.getByText('Welcome, rosa').waitFor()

  await page.goto(house.url)
  await page.getByRole('button', { name: 'Account of rosa' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
  await page.getByText('You can close this window.').waitFor()
  assert.equal(site.toldToSignOut(), 1)
  await page.goto(house.url)
  await page.getByLabel('Account name').waitFor()
  await context.close()
})

test('whoever goes back from our page arrives at the site, which takes it for a no', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(site.url)
  const answered = page.waitForResponse(`${site.url}/acs`)
  await press(page, 'Back to Site')
  assert.equal((await answered).status(), 403)
  await context.close()
})

for (const javaScriptEnabled of [true, false])
  test(`a browser comes from another site, signs in, and arrives there${javaScriptEnabled ? '' : ', the last step without scripts'}`, async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(site.url)
    await giveName(page, 'rosa')
    await givePassword(page, owner.password)
    await typeCode(page, house.codeOf(owner))
    await page.getByText('Welcome, rosa').waitFor()
    assert.equal(new URL(page.url()).origin, site.inside)

    const cookies = await context.cookies()
    const plain = await browser.newContext({ javaScriptEnabled })
    await plain.addCookies(cookies)
    const again = await plain.newPage()
    await again.goto(site.url)
    if (!javaScriptEnabled) await again.getByRole('button', { name: 'Continue' }).click()
    await again.getByText('Welcome, rosa').waitFor()
    await context.close()
    await plain.close()
  })
