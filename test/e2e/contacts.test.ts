import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { changeAccount } from '../../src/administration/index.ts'
import { deliverAll, operator, person } from '../kit/engine.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { press, stepUp, typeCode } from './visitor.ts'

const minute = 60_000
let house: Installation

before(async () => {
  house = await openInstallation()
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('an address is added, confirmed by the code that came there, and removed; each time the doors are open', async () => {
  const owner = await person(house.world, 'lena')
  house.world.clock.advance(15 * minute)
  const page = await house.visit('/contacts', { token: owner.token })
  await page.getByText('No contact yet').waitFor()
  await checkPage(page, 'contacts, none')

  await press(page, 'Add a contact')
  await page.getByLabel('E-mail address').fill('lena@example')
  await checkPage(page, 'contacts, add')
  await page.getByLabel('E-mail address').fill('lena@example.com')
  await press(page, 'Add')
  await page.getByRole('dialog', { name: 'Is it still you?' }).waitFor()
  await stepUp(house, page, owner)

  await page.getByRole('dialog', { name: 'Confirm this contact' }).waitFor()
  await page.getByText('A code is on its way to lena@example.com').waitFor()
  await checkPage(page, 'contacts, confirm')
  await page.emulateMedia({ colorScheme: 'dark' })
  const [button, paper] = await page.evaluate<readonly string[]>(
    `['dialog button:disabled', 'dialog'].map((found) => getComputedStyle(document.querySelector(found)).backgroundColor)`,
  )
  assert.notEqual(button, paper, 'in the dark, a button that waits is a button')
  await page.emulateMedia({ colorScheme: null })
  const code = await codeIn('lena@example.com')
  await typeCode(
    page,
    code.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10)),
  )
  await page.getByText('That is not the code that was sent').waitFor()
  await checkPage(page, 'contacts, code refused')
  await typeCode(page, code)
  await page.getByText('lena@example.com is confirmed').waitFor()
  await page.getByText('it vouches for you once it is seven days old').waitFor()
  await checkPage(page, 'contacts, confirmed')

  await page.getByRole('button', { name: 'Actions for lena@example.com' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await checkPage(page, 'contacts, remove')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('No contact yet').waitFor()
})

test('what an administrator wrote is shown as not confirmed, and a number cannot be without a gateway', async () => {
  const owner = await person(house.world, 'mona')
  const change = { actor: operator, accountId: owner.account.id, reason: 'test', email: 'mona@example.com' }
  await changeAccount(house.world.engine, change)
  const page = await house.visit('/contacts', { token: owner.token })
  await page.getByText('None of your contacts is confirmed').waitFor()
  await page.getByText('Added by an administrator').waitFor()

  await press(page, 'Add a contact')
  await page.getByLabel('Kind').selectOption('phone')
  await page.getByLabel('Telephone number').fill('+44 20 7946 0000')
  await press(page, 'Add')
  await page.getByRole('heading', { name: '…000' }).waitFor()
  await page.getByText('so it cannot be confirmed').waitFor()
  assert.equal(await page.getByRole('button', { name: /^Confirm/ }).count(), 1)
  await checkPage(page, 'contacts, two')

  await press(page, 'Confirm mona@example.com')
  await page.getByText('A code is on its way').waitFor()
  await typeCode(page, await codeIn('mona@example.com'))
  await confirmed(page)
})

async function confirmed(page: Page): Promise<void> {
  await page.getByText('Confirmed', { exact: true }).waitFor()
}

/** The newest code that was sent to an address; other messages may have arrived after it. */
async function codeIn(address: string): Promise<string> {
  await deliverAll(house.world.engine)
  const texts = house.mailbox.messages.filter(({ to }) => to === address).map(({ text }) => text)
  const codes = texts.flatMap((text) => text.match(/\d{4} \d{4}(?= is the code)/) ?? [])
  return codes.at(-1)?.replace(' ', '') ?? ''
}
