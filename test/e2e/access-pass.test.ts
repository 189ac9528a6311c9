import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { accessPassModule } from '../../src/factors/access-pass/index.ts'
import { asModule } from '../../src/factors/factor.ts'
import { person, signIn } from '../kit/engine.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { press } from './visitor.ts'

let house: Installation

before(async () => {
  house = await openInstallation({
    modules: [asModule(accessPassModule)],
    factors: { 'access-pass': { lifetime: 1800, longestLifetime: 172_800, mostUses: 3 } },
  })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('the help desk makes a pass for tomorrow, as far as this house lets it go, and prints the slip', async () => {
  const ana = await person(house.world, 'ana')
  const helper = await person(house.world, 'helper', 'help-desk')
  const { token } = await signIn(house.world, helper)
  const page = await house.visit(`/console/accounts/${ana.account.id}`, { token })
  await press(page, 'Hand out: Access pass')
  const lives = page.getByLabel('Good for')
  assert.equal(await lives.inputValue(), '1800')
  assert.deepEqual(await lives.locator('option').allInnerTexts(), [
    '30 minutes',
    '1 hour',
    '8 hours',
    '1 day',
  ])
  assert.equal(await page.getByLabel('How often it may be used').getAttribute('max'), '3')
  await page.getByLabel('Good from').fill(tomorrow())
  await lives.selectOption('8 hours')
  await page.getByLabel('How often it may be used').fill('2')
  await page.getByLabel('Reason').fill('first day')
  await checkPage(page, 'handing out a pass')
  await press(page, 'Make it')

  const [begins, ends] = [0, 8].map((hours) => Date.parse(tomorrow()) + hours * 3_600_000)
  const slip = page.getByText(/^Good 2 times/)
  const shown = await page.evaluate(
    (times) => times.map((at) => new Date(at).toLocaleString()),
    [begins ?? 0, ends ?? 0],
  )
  assert.equal(await slip.innerText(), `Good 2 times, from ${shown[0]} until ${shown[1]}.`)
  await page.emulateMedia({ media: 'print' })
  assert.ok(await slip.isVisible())
  assert.ok(await page.getByText('Access pass of ana · localhost').isVisible())
})

/** As the field for times takes it: eight in the morning. */
function tomorrow(): string {
  return `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T08:00`
}
