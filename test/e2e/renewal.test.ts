import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { changeAccount } from '../../src/administration/index.ts'
import { operator, type Person, person } from '../kit/engine.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press, typeCode } from './visitor.ts'

let house: Installation
let rosa: Person

before(async () => {
  house = await openInstallation()
  rosa = await person(house.world, 'rosa')
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('a password that others may know is changed behind the second door, and then one is in', async () => {
  const marking = { actor: operator, accountId: rosa.account.id, reason: 'found by the audit' }
  await changeAccount(house.world.engine, { ...marking, marks: ['weak'] })
  const page = await house.visit('/sign-in', { viewport: { width: 1280, height: 800 } })
  await giveName(page, 'rosa')
  await givePassword(page)
  await typeCode(page, house.codeOf(rosa))
  await page.getByRole('heading', { name: 'Choose another password' }).waitFor()
  await checkPage(page, 'sign-in, another password')

  const field = page.getByLabel('New password')
  await field.fill('password123')
  await press(page, 'Change the password and go on')
  await page
    .getByText('This is one of the passwords that are tried first everywhere.', { exact: false })
    .waitFor()
  await checkPage(page, 'sign-in, another password refused')
  await page.reload()
  await page.getByRole('heading', { name: 'Choose another password' }).waitFor()

  await field.fill('nettle-harpoon-velvet-38')
  await press(page, 'Change the password and go on')
  await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
})
