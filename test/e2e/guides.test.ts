import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { factorModules } from '../../src/factors/index.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'

let house: Installation

before(async () => {
  const modules = factorModules.filter(({ id }) => !['password', 'totp', 'recovery-codes'].includes(id))
  house = await openInstallation({ modules, factors: { 'hotp-token': { enabled: true } } })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('whoever is not signed in finds the guides from the sign-in page, each with a picture', async () => {
  const page = await house.visit('/sign-in')
  await page.getByRole('link', { name: 'How does signing in work here?' }).click()
  await page.getByRole('heading', { name: 'Guides' }).waitFor()
  await checkPage(page, 'guides')
  const links = page.getByRole('main').getByRole('listitem').getByRole('link')
  const names = await links.allInnerTexts()
  assert.ok(names.includes('Authenticator app') && names.includes('Passkey or security key'))
  assert.ok(!names.includes('Text message'), 'no gateway is configured')
  assert.equal(await page.getByRole('main').getByRole('img').count(), names.length)
})

test('a guide says what can go wrong and what to do when the thing is lost, and prints without the frame', async () => {
  const page = await house.visit('/guides/totp')
  await page.getByRole('heading', { name: 'When something does not work' }).waitFor()
  await page.getByRole('heading', { name: 'When it is lost' }).waitFor()
  await checkPage(page, 'guide')
  await eachStepIsDrawn(page)
  await page.getByRole('tab', { name: 'Apple Passwords' }).click()
  await page.getByText('In the entry tap “Set Up Code”').waitFor()
  assert.equal(await page.getByText('Choose “Other account”').isVisible(), false)
  await page.emulateMedia({ media: 'print' })
  assert.ok(await page.getByText('Choose “Other account”').isVisible(), 'paper has all of them')
  assert.equal(await page.getByRole('banner').isVisible(), false)
  assert.ok(await page.getByRole('img', { name: /Scan the picture/ }).isVisible())
})

test('the guide of passkeys shows each device, chosen by keyboard, with a drawing for every step', async () => {
  const page = await house.visit('/guides/webauthn')
  await page.getByRole('tab', { name: 'Windows Hello' }).focus()
  await page.keyboard.press('ArrowLeft')
  const panel = page.getByRole('tabpanel', { name: 'Key for NFC' })
  await panel.getByText('Hold the key flat').waitFor()
  await checkPage(page, 'guide, with devices')
  await eachStepIsDrawn(page)
})

test('a guide that nobody wrote is a page that is not there', async () => {
  const page = await house.visit('/guides/crystal-ball')
  await page.getByRole('heading', { name: 'There is no door here' }).waitFor()
})

/** Each drawing that the ways of a guide name is among the factor's screens. */
async function eachStepIsDrawn(page: Page): Promise<void> {
  const steps = page.locator('[role="tabpanel"] ol > li')
  assert.ok((await steps.count()) > 10)
  assert.equal(await steps.locator('svg > g').count(), await steps.count())
}
