import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { typedName } from '../../src/accounts/index.ts'
import { changeWebhook, createGroup, createWebhook } from '../../src/administration/index.ts'
import { operator, type Person, setUpAdministrator } from '../kit/engine.ts'
import { openReceiver, type Receiver } from '../webhooks/receiver.fixture.ts'
import { checkPage, keptBy } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { press } from './visitor.ts'

let receiver: Receiver
let house: Installation
let admin: Person

before(async () => {
  receiver = await openReceiver()
  house = await openInstallation({ webhookReach: [receiver.place] })
  admin = await setUpAdministrator(house.world, 'ada')
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(async () => {
  await house?.close()
  await receiver?.close()
})

test('a webhook is made, tried, told, changed, paused, resumed, given another secret and removed', async () => {
  const page = await house.visit('/console/audit', { token: admin.token })
  await page.getByRole('link', { name: 'Tell other systems' }).click()
  await page.getByText('Nobody is told yet').waitFor()
  await checkPage(page, 'console, no webhooks')
  await press(page, 'New webhook')
  await dialogOf(page)
    .getByText(/^All \d+ events$/)
    .click()
  const sideways = await page.evaluate<number>(
    `Math.max(...[...document.querySelectorAll('dialog details :is(section, ul)')].map((list) => list.scrollWidth - list.clientWidth))`,
  )
  assert.equal(sideways, 0, 'the names of events go on downwards')
  await checkPage(page, 'console, all events')
  await dialogOf(page).getByLabel('Name').fill('Harbour SIEM')
  await dialogOf(page).getByLabel('Address').fill('http://127.0.0.1:1/')
  await dialogOf(page).getByLabel('Events', { exact: true }).fill('group.*\nAccount!')
  await press(page, 'Make it')
  await dialogOf(page).getByText('Look at the marked fields').waitFor()
  await dialogOf(page)
    .getByText(/^Line 2: /)
    .waitFor()
  await checkPage(page, 'console, an event that nobody knows')
  await dialogOf(page).getByLabel('Events', { exact: true }).fill('group.*\naccount.disabled')
  await press(page, 'Make it')
  await page.getByText(/webhooks\.reach/).waitFor()
  await checkPage(page, 'console, an address that is not reached')
  await dialogOf(page).getByLabel('Address').fill(receiver.url)
  await press(page, 'Make it')
  const shown = page.getByRole('dialog', { name: 'The secret that signs' })
  const secret = await shown.locator('code').innerText()
  assert.match(secret, /^whsec_/)
  await checkPage(page, 'console, the secret of a webhook')
  await press(page, 'Done')
  assert.ok(!(await page.content()).includes(secret))
  assert.ok(!(await keptBy(page)).includes(secret))

  await press(page, 'Test it now')
  await page.getByText(/^It was taken: 204/).waitFor()
  await createGroup(house.world.engine, { actor: operator, name: typedName.parse('Treasury') })
  await told()
  await page.getByText('group.created').waitFor()
  await page.getByText(/Taken · 204/).waitFor()
  await checkPage(page, 'console, a webhook that works')
  receiver.answer = () => ({ status: 503 })
  await createGroup(house.world.engine, { actor: operator, name: typedName.parse('Wharf') })
  await told()
  await page.reload()
  await page.getByText(/Waits · 503/).waitFor()
  await page.getByText('One waits').waitFor()
  await checkPage(page, 'console, webhooks')

  await press(page, 'Change')
  await dialogOf(page).getByLabel('Events', { exact: true }).fill('*')
  await dialogOf(page).getByLabel('Reason').fill('all of it')
  await press(page, 'Save')
  await dialogOf(page).waitFor({ state: 'detached' })
  await press(page, 'Post again')
  await checkPage(page, 'console, post again')
  await dialogOf(page).getByRole('button', { name: 'Post again' }).click()
  await page.getByText('It is posted to Harbour SIEM once more.').waitFor()
  await told()
  await turn(page, 'Pause', 'Harbour SIEM is paused.')
  await page.getByText('Paused', { exact: true }).waitFor()
  await turn(page, 'Resume', 'Harbour SIEM is told again.')
  await press(page, 'New secret')
  await dialogOf(page).getByRole('button', { name: 'New secret' }).click()
  assert.notEqual(await shown.locator('code').innerText(), secret)
  await press(page, 'Done')
  await turn(page, 'Remove', 'Harbour SIEM is removed.')
  await page.getByText('Nobody is told yet').waitFor()
})

test('what another administrator set meanwhile is not overwritten by a page from before', async () => {
  const { engine } = house.world
  const { webhook } = await createWebhook(engine, {
    actor: operator,
    settings: { name: 'Quay', url: receiver.url, events: ['*'] },
  })
  const page = await house.visit('/console/webhooks', { token: admin.token, fakeTime: true })
  await press(page, 'Change')
  await dialogOf(page).getByLabel('Name').fill('Long quay')
  await changeWebhook(engine, {
    actor: operator,
    webhookId: webhook.id,
    settings: { events: ['group.*'] },
    reason: 'less of it',
  })
  await page.clock.fastForward(30_000)
  const again = page.waitForResponse((response) => response.url().endsWith('/webhooks'))
  await page.evaluate(`window.dispatchEvent(new Event('visibilitychange'))`)
  await again
  await dialogOf(page).getByLabel('Reason').fill('a better name')
  await press(page, 'Save')
  await dialogOf(page).getByText('This was changed elsewhere in the meantime.').waitFor()
  await checkPage(page, 'console, a webhook that was changed meanwhile')
  const kept = await engine.webhooks.find(webhook.id)
  assert.deepEqual([kept?.name, kept?.events], ['Quay', ['group.*']])
})

/** What happened is sealed and posted. */
async function told(): Promise<void> {
  house.world.clock.advance(1000)
  await house.world.engine.audit.seal()
  await house.world.engine.webhooks.run()
  await house.world.engine.webhooks.run()
}

async function turn(page: Page, name: string, done: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await dialogOf(page).getByLabel('Reason').fill('as it should be')
  await dialogOf(page).getByRole('button', { name }).click()
  await page.getByText(done).waitFor()
}

function dialogOf(page: Page) {
  return page.getByRole('dialog').last()
}
