import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { typedName } from '../../src/accounts/index.ts'
import { requestException } from '../../src/administration/index.ts'
import { operator, passwordOnly, person, setUpAdministrator } from '../kit/engine.ts'
import { rule } from '../kit/rules.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { press } from './visitor.ts'

let house: Installation

before(async () => {
  house = await openInstallation({ policy: { mfa: 'required', rules: [rule('money')] } })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('R11: one administrator asks for an exception, another approves it, and it is ended', async () => {
  const ada = await setUpAdministrator(house.world, 'ada')
  const bea = await person(house.world, 'bea', 'administrator')
  await passwordOnly(house.world, 'scanner')

  const page = await house.visit('/console/policy', { token: ada.token })
  // The day that is offered is reckoned by the browser, and judged by the clock of the house.
  await page.clock.setFixedTime(house.world.clock.now())
  await press(page, 'Ask for an exception')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Account').fill('scanner')
  await dialog.getByLabel('the second factor').check()
  await dialog.getByLabel('Reason').fill('replaced in December')
  await checkPage(page, 'console, an exception is asked for')
  await dialog.getByRole('button', { name: 'Ask for it' }).click()
  await page.getByText('waits for a second administrator').waitFor()
  await press(page, 'Approve the exception of scanner')
  await page.getByRole('dialog').getByLabel('Reason').fill('my own')
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('dialog').getByText('second administrator').waitFor()
  await house.leave()

  const other = await house.visit('/console/policy', { token: bea.token })
  await press(other, 'Approve the exception of scanner')
  await other.getByRole('dialog').getByText('ada asked for it').waitFor()
  await other.getByRole('dialog').getByLabel('Reason').fill('seen it')
  await other.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await other.getByText('approved by bea').waitFor()
  await checkPage(other, 'console, an exception in force')
  await press(other, 'End the exception of scanner')
  await other.getByRole('dialog').getByLabel('Reason').fill('it is replaced')
  await other.getByRole('dialog').getByRole('button', { name: 'End' }).click()
  await other.getByText('Nobody is left out of anything.').waitFor()
  await other.getByText('One that is over').waitFor()
})

test('until when an exception holds is told by the clock of whoever reads', async () => {
  const { token } = await setUpAdministrator(house.world, 'cleo')
  const timezoneId = 'Pacific/Auckland'
  const until = house.world.clock.now() + 7 * 24 * 3_600_000
  await passwordOnly(house.world, 'printer')
  await requestException(house.world.engine, {
    actor: operator,
    account: typedName.parse('printer'),
    demands: ['mfa.required'],
    until,
    reason: 'has no screen',
  })
  const there = new Intl.DateTimeFormat('en', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: timezoneId,
  }).format(until)
  const page = await house.visit('/console/policy', { token, timezoneId })
  await page.getByLabel('Account', { exact: true }).fill('printer')
  await press(page, 'Ask')
  await page.getByText(`An exception leaves out a second factor until ${there}.`).waitFor()
  await page.getByRole('link', { name: 'Audit' }).click()
  await page
    .getByText(`An exception from the second factor is in force until ${there}: has no screen`)
    .waitFor()
})
