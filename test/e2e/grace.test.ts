import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { passwordOnly } from '../kit/engine.ts'
import { rule } from '../kit/rules.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press } from './visitor.ts'

const says = 'You reach customer data, and a password alone is not enough for that.'
let house: Installation

before(async () => {
  const grace = { until: '2099-12-12', skips: 2 }
  house = await openInstallation({ policy: { mfa: 'offered', rules: [rule('soon', { grace, says })] } })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

async function signInUpToTheSecondDoor(viewport = { width: 1280, height: 800 }) {
  const page = await house.visit('/sign-in', { viewport })
  await giveName(page, 'gina')
  await givePassword(page)
  return page
}

test('what has to be set up is put off with the day and the times that are left, and then set up', async () => {
  await passwordOnly(house.world, 'gina')
  const page = await signInUpToTheSecondDoor()
  await page.getByRole('heading', { name: 'Something to set up soon' }).waitFor()
  await page.getByText(says).waitFor()
  await checkPage(page, 'sign-in, grace')
  await page.getByRole('button', { name: /^Later \(until December 12, 2099, 2 times left\)$/ }).click()
  await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
  await page.getByText('It can wait until Dec 12, 2099', { exact: false }).waitFor()
  await page.getByText('It can be put off once more.', { exact: false }).waitFor()
  await checkPage(page, 'portal, grace')

  house.world.clock.advance(3_600_000)
  const phone = await signInUpToTheSecondDoor({ width: 390, height: 800 })
  await phone.getByRole('button', { name: /once more\)$/ }).click()
  await phone.getByText('The next sign-in asks for it.', { exact: false }).waitFor()
  await checkPage(phone, 'portal on a phone, grace')

  house.world.clock.advance(3_600_000)
  const last = await signInUpToTheSecondDoor()
  await last.getByText(says).waitFor()
  await last.getByRole('heading', { name: 'Something to set up soon' }).waitFor({ state: 'detached' })
  assert.equal(await last.getByRole('button', { name: /^Later/ }).count(), 0)
})

test('who sets it up now is asked for it from then on', async () => {
  await passwordOnly(house.world, 'nora')
  const page = await house.visit('/sign-in')
  await giveName(page, 'nora')
  await givePassword(page)
  await press(page, 'Set it up now')
  await page.getByText(says).waitFor()
  assert.equal(await page.getByRole('button', { name: /^Later/ }).count(), 0)
})
