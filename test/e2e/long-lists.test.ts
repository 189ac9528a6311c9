import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { typedName } from '../../src/accounts/index.ts'
import { createApplication, requestException } from '../../src/administration/index.ts'
import { operator, type Person, passwordOnly, setUpAdministrator, signIn } from '../kit/engine.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { press } from './visitor.ts'

const many = 24
const week = 7 * 24 * 3_600_000
let house: Installation
let admin: Person

before(async () => {
  house = await openInstallation({ policy: { mfa: 'required' } })
  admin = await setUpAdministrator(house.world, 'ada')
  const { engine, clock } = house.world
  for (let nth = 0; nth < many; nth++) {
    const name = `scanner ${nth}`
    await passwordOnly(house.world, name)
    await createApplication(engine, { actor: operator, name: `Service ${nth}`, class: 'mail' })
    await requestException(engine, {
      actor: operator,
      account: typedName.parse(name),
      demands: ['mfa.required'],
      until: clock.now() + week,
      reason: `replaced as number ${nth}`,
    })
  }
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('many applications come in parts, and all of them are searched', async () => {
  const page = await house.visit('/console/applications', await signIn(house.world, admin))
  const cards = page.getByRole('article')
  await cards.first().waitFor()
  assert.equal(await cards.count(), 20)
  await press(page, 'Load more')
  await cards.nth(many - 1).waitFor()
  await page.getByLabel('Search by name or owner').fill('service 23')
  await page.getByRole('heading', { name: 'Service 23' }).waitFor()
  assert.equal(await cards.count(), 1)
})

test('many exceptions come in parts, and all of them are searched', async () => {
  const page = await house.visit('/console/policy', await signIn(house.world, admin))
  const ends = page.getByRole('button', { name: /^End the exception of/ })
  await ends.first().waitFor()
  assert.equal(await ends.count(), 20)
  await checkPage(page, 'console, many exceptions')
  await page.getByLabel('Search by account, application or reason').fill('number 0')
  await page.getByText('replaced as number 0').waitFor()
  assert.equal(await ends.count(), 1)
})

test('of many applications a rule names those that a search finds, and keeps those that are chosen', async () => {
  const page = await house.visit('/console/policy', await signIn(house.world, admin))
  await press(page, 'Change the rules')
  await press(page, 'Add a rule')
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/For what/).click()
  const offered = dialog.getByRole('checkbox', { name: /^Service/ })
  await offered.first().waitFor()
  assert.ok((await offered.count()) < many)
  const search = dialog.getByLabel('Search in “Applications by name”')
  await search.fill('service 23')
  await dialog.getByLabel('Service 23').check()
  await search.fill('service 7')
  await dialog.getByLabel('Service 7').waitFor()
  assert.ok(await dialog.getByLabel('Service 23').isChecked())
  await checkPage(page, 'console, a rule for some of many')
})
