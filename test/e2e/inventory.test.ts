import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { applyRules } from '../../src/administration/index.ts'
import { rulebook } from '../../src/policy/index.ts'
import { operator, passwordOnly, setUpAdministrator } from '../kit/engine.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { press } from './visitor.ts'

const list = 'account,system,entitlement\nmia,Mailgate,\nmax,Berlin VPN,\nbea,HR files,\n'
let house: Installation

before(async () => {
  house = await openInstallation({ policy: { mfa: 'offered' } })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('a list is looked at, taken over, corrected by hand, and taken out again', async () => {
  const admin = await setUpAdministrator(house.world, 'ada')
  const page = await house.visit('/console/inventory', { token: admin.token })
  await press(page, 'Bring a list…')
  const dialog = page.getByRole('dialog')
  const wrong = { name: 'wrong.csv', mimeType: 'text/csv', buffer: Buffer.from('account,system\nmia\n') }
  await dialog.getByLabel('Table (CSV)').setInputFiles(wrong)
  await press(page, 'Look at it')
  await dialog.getByText(/line 2/i).waitFor()
  assert.ok(await dialog.getByRole('button', { name: 'Take over' }).isDisabled())
  await dialog
    .getByLabel('Table (CSV)')
    .setInputFiles({ name: 'payroll.csv', mimeType: 'text/csv', buffer: Buffer.from(list) })
  assert.equal(await dialog.getByLabel('Name of the list').inputValue(), 'payroll')
  await press(page, 'Look at it')
  await dialog.getByText('3 lines: 3 accounts, 3 systems.').waitFor()
  await checkPage(page, 'console, inventory, a list')
  await press(page, 'Take over 3 lines')
  await page.getByText('The list payroll has 3 lines now.').waitFor()
  await page.getByRole('row', { name: /Mailgate.*Mail.*its name fits/ }).waitFor()

  await press(page, 'Change class of HR files')
  await dialog.getByLabel('What it guards').selectOption('Customer data')
  await dialog.getByLabel('Systems called').fill('hr*')
  await dialog.getByLabel('Reason').fill('personal files')
  await checkPage(page, 'console, inventory, a correction')
  await press(page, 'Say so')
  await page.getByRole('row', { name: /^HR files.*Customer data/ }).waitFor()
  await page.getByText('“hr*” guards: Customer data (personal files)').waitFor()
  await page.getByRole('row', { name: /bea.*HR files/ }).waitFor()
  await checkPage(page, 'console, inventory, systems')

  await press(page, 'Take back what was said of hr*')
  await dialog.getByLabel('Reason').fill('not theirs')
  await dialog.getByRole('button', { name: 'Take back' }).click()
  await page.getByText('“hr*” guards').waitFor({ state: 'detached' })
  await press(page, 'Take out the list payroll')
  await dialog.getByLabel('Reason').fill('the system is gone')
  await dialog.getByRole('button', { name: 'Take out' }).click()
  await page.getByRole('row', { name: /^Mailgate/ }).waitFor({ state: 'detached' })
})

test('the rules of a stage are tried as a draft, with whom they touch, and put in force', async () => {
  const admin = await setUpAdministrator(house.world, 'ida')
  await passwordOnly(house.world, 'otto')
  const page = await house.visit('/console/inventory', { token: admin.token })
  await page.getByText('Nobody is left out.').click()
  await page.getByText('Advice: everybody').waitFor()
  await press(page, 'Try these rules')
  await page.getByRole('heading', { name: 'Rules that are being written' }).waitFor()
  await page.getByText('Advice: everybody', { exact: true }).first().waitFor()
  await page.getByText('set something up at their next sign-in').waitFor()
  await checkPage(page, 'console, policy, a stage')
  await press(page, 'Apply…')
  await page.getByRole('dialog').getByLabel('Reason').fill('the last stage')
  await press(page, 'Put in force')
  const inForce = page.getByRole('list', { name: 'Rules in force' }).getByRole('listitem')
  await inForce.filter({ hasText: 'Advice: everybody' }).getByText('Applied here').waitFor()
})

test('R16: the rules of a stage are not put in the place of rules that came after they were proposed', async () => {
  const { world } = house
  const admin = await setUpAdministrator(world, 'ines')
  await passwordOnly(world, 'olaf')
  const page = await house.visit('/console/inventory', { token: admin.token })
  await page.getByText('Nobody is left out.').click()
  await page.getByText('Advice: everybody').waitFor()
  const rules = rulebook.parse({
    rules: [{ name: 'by a colleague', what: { doors: ['radius'] }, need: 'mfa' }],
  })
  const { revision: base } = world.engine.policies
  await applyRules(world.engine, { actor: operator, rules, base, reason: 'meanwhile' })
  await press(page, 'Try these rules')
  await page.getByText('Advice: everybody', { exact: true }).first().waitFor()
  await press(page, 'Apply…')
  await page.getByRole('dialog').getByLabel('Reason').fill('the last stage')
  await press(page, 'Put in force')
  await page.getByRole('dialog').getByText('Other rules have been applied meanwhile.').waitFor()
  assert.deepEqual(
    world.engine.policies.applied.rules.map(({ name }) => name),
    ['by a colleague'],
  )
})
