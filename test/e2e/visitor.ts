import type { Page } from 'playwright-core'
import { goodPassword, type Person } from '../kit/engine.ts'
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
