import assert from 'node:assert/strict'
import { createTotpVerifier, parseKeyUri } from '@sallyport/otp'
import type { Page } from 'playwright-core'
import { goodPassword, type Person, step } from '../kit/engine.ts'
import { keptBy } from './check-page.ts'
import type { Installation } from './installation.ts'

/** What a person does on the pages of the portal, again and again. */

export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).last().click()
}

export async function giveName(page: Page, name: string): Promise<void> {
  await page.getByLabel('Account name').fill(name)
  await press(page, 'Continue')
}

export async function givePassword(page: Page, password = goodPassword): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(password)
  await press(page, 'Continue')
}

export async function typeCode(page: Page, code: string): Promise<void> {
  const field = page.locator('input[autocomplete="one-time-code"]:enabled')
  await field.fill('')
  await field.fill(code)
}

/** From the name to the inside. Gives the code that was used. */
export async function signInAs(house: Installation, page: Page, owner: Person): Promise<string> {
  await giveName(page, owner.account.name)
  await givePassword(page, owner.password)
  const code = house.codeOf(owner)
  await typeCode(page, code)
  await pastNotices(page)
  return code
}

/** What the server has to say after a sign-in is read, where there is anything. */
export async function pastNotices(page: Page): Promise<void> {
  const notice = page.getByRole('heading', { name: 'You are in. One thing:' })
  const inside = page.getByRole('heading', { name: 'My authenticators' })
  await notice.or(inside).first().waitFor()
  if (await notice.isVisible()) await press(page, 'Continue')
  await inside.waitFor()
}

/** Opens both doors once more, in the dialog that asks for it. */
export async function stepUp(house: Installation, page: Page, owner: Person): Promise<void> {
  await givePassword(page, owner.password)
  await typeCode(page, house.codeOf(owner))
}

export async function signOut(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Account of ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('Account name').waitFor()
}

/** The app of a person who scans what the page shows: it gives the current code when called. */
export async function scan(
  house: Installation,
  page: Page,
): Promise<(() => string) & { readonly secret: string }> {
  await page.getByRole('img', { name: /^QR code/ }).waitFor()
  const uri = (await page.locator('a[href^="otpauth:"]').getAttribute('href')) ?? ''
  const key = parseKeyUri(uri)
  const verifier = createTotpVerifier(key.secret, key)
  const show = () => {
    house.world.clock.advance(step)
    return verifier.code(house.world.clock.now())
  }
  return Object.assign(show, { secret: new URL(uri).searchParams.get('secret') ?? '' })
}

/** What is shown once of recovery codes. */
export async function recoveryCodesOn(page: Page): Promise<string[]> {
  const list = page.getByRole('list', { name: 'Your recovery codes' })
  await list.waitFor()
  return list.getByRole('listitem').allInnerTexts()
}

/** Neither storage, address nor history of the browser has one of these. */
export async function nothingKept(
  house: Installation,
  page: Page,
  secrets: readonly string[],
): Promise<void> {
  const kept = `${await keptBy(page)} ${house.watched.addresses.join(' ')}`
  const found = secrets.filter((secret) => secret === '' || kept.includes(secret))
  assert.deepEqual(found, [], 'the browser keeps a secret')
}
