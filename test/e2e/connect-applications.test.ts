import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Person, setUpAdministrator } from '../kit/engine.ts'
import { checkPage, keptBy } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press } from './visitor.ts'

/** One green pixel. */
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let house: Installation
let admin: Person

before(async () => {
  house = await openInstallation()
  admin = await setUpAdministrator(house.world, 'ada')
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('a product is found by what it is, and connected with its address alone', async () => {
  const page = await house.visit('/console/applications', { token: admin.token })
  await press(page, 'Connect an application')
  await dialogOf(page)
    .getByRole('button', { name: /^Nextcloud/ })
    .waitFor()
  await checkPage(page, 'console, choose a product')
  const search = dialogOf(page).getByLabel('Search by name or kind')
  await search.and(page.locator(':focus')).waitFor()
  await search.fill('fax machine')
  await page.getByText('Nothing of this name is known here').waitFor()
  await dialogOf(page)
    .getByRole('button', { name: /^Anything else.*SAML/ })
    .waitFor()
  await search.fill('dashboards')
  await page.getByText('One fits.').waitFor()
  await dialogOf(page)
    .getByRole('button', { name: /^Grafana/ })
    .click()

  await dialogOf(page).getByLabel('Where people open it').fill('https://grafana.example.com/?from=here')
  await checkPage(page, 'console, connect a product')
  await press(page, 'Connect')
  await page.getByText('Look at the marked fields').waitFor()
  await page.getByText('must be an http or https address').waitFor()
  await dialogOf(page).getByLabel('Where people open it').fill('https://grafana.example.com/')
  await press(page, 'Connect')

  const connected = page.getByRole('dialog', { name: 'Grafana is connected' })
  const secret = await connected.getByRole('region', { name: 'Secret' }).locator('code').innerText()
  await connected.getByText(`client_secret = ${secret}`).waitFor()
  await checkPage(page, 'console, a product is connected')
  await press(page, 'Done')
  await page.getByRole('heading', { name: 'Grafana' }).waitFor()
  assert.ok(!(await page.content()).includes(secret))
  assert.ok(!(await keptBy(page)).includes(secret))

  await page.getByText('OpenID Connect', { exact: true }).click()
  await page.getByText('Steps on the other side').click()
  await page.getByText('client_secret = SECRET').waitFor()
  await checkPage(page, 'console, steps of an application')

  await press(page, 'Test it now')
  const trial = page.getByRole('region', { name: 'What the test has shown' })
  await trial.getByText(`${house.url}/oidc can be discovered.`).waitFor()
  await trial.getByText('No name server that we ask knows grafana.example.com.').waitFor()
  await trial.getByText('Nobody has come by it yet.').waitFor()
  await checkPage(page, 'console, a connection is tried out')
})

test('what only its administrator knows is asked for, and nothing else', async () => {
  const page = await house.visit('/console/applications', { token: admin.token })
  await press(page, 'Connect an application')
  await dialogOf(page)
    .getByRole('button', { name: /^Fortinet/ })
    .click()
  const dialog = dialogOf(page)
  assert.equal(await dialog.getByLabel('What is asked about').count(), 0)
  assert.equal(await dialog.getByLabel('What it guards').inputValue(), 'remote-access')
  await dialog.getByLabel('Networks that it asks from').fill('10.0.0.0/99')
  await press(page, 'Connect')
  await page.getByText(/Line 1:/).waitFor()
  await dialog.getByLabel('Networks that it asks from').fill('10.0.0.1')
  await press(page, 'Connect')
  // The page of the application, which comes behind the dialog, has the same steps.
  await page
    .getByRole('dialog', { name: 'Fortinet FortiGate is connected' })
    .getByText('set auth-type pap')
    .waitFor()
  await checkPage(page, 'console, a firewall is connected')
  await press(page, 'Done')
  const firewalls = await house.world.engine.doors.all('radius')
  assert.deepEqual(
    firewalls.map(({ application, template }) => [application.name, application.class, template]),
    [['Fortinet FortiGate', 'remote-access', 'fortigate']],
  )
})

test('a system that speaks nothing but LDAP is connected by the network that it asks from', async () => {
  const page = await house.visit('/console/applications', { token: admin.token })
  await press(page, 'Connect an application')
  await dialogOf(page)
    .getByRole('button', { name: /^Anything else.*LDAP/ })
    .click()
  const dialog = dialogOf(page)
  await dialog.getByText('What it may read of people', { exact: true }).waitFor()
  // Notes are read by people: what is typed is told apart, and choices are words.
  await dialog.locator('code', { hasText: '10.0.0.0/24' }).waitFor()
  await dialog.getByLabel('What is asked about').selectOption('Password and code')
  assert.doesNotMatch(await dialog.innerText(), /`/)
  await checkPage(page, 'console, connect anything by LDAP')
  await press(page, 'Back')
  await dialogOf(page)
    .getByRole('button', { name: /^PostgreSQL/ })
    .click()
  await dialog.getByLabel('Networks that it asks from').fill('10.0.0.9')
  await press(page, 'Connect')
  await page
    .getByRole('dialog', { name: 'PostgreSQL is connected' })
    .getByText('hostssl all all all ldap')
    .waitFor()
  await checkPage(page, 'console, a system is connected by LDAP')
  await press(page, 'Done')
  const [system] = await house.world.engine.doors.all('ldap')
  assert.equal(system?.template, 'postgresql')
})

test('who is sent here sees where to, with its logo, until both doors are open', async () => {
  const page = await house.visit('/console/applications', { token: admin.token })
  await press(page, 'Change Grafana')
  const dialog = dialogOf(page)
  await dialog.getByLabel('Owner (optional)').fill('The harbour master')
  await dialog.getByLabel('Logo (optional)').setInputFiles({
    name: 'logo.png',
    mimeType: 'image/png',
    buffer: Buffer.from(pixel, 'base64'),
  })
  await dialog.getByRole('button', { name: 'Take it away' }).waitFor()
  await checkPage(page, 'console, logo and owner of an application')
  await dialog.getByLabel('Reason').fill('so that people know it')
  await dialog.getByRole('button', { name: 'Change' }).click()
  await page.getByText('owned by The harbour master').waitFor()

  const [door] = await house.world.engine.doors.all('oidc')
  const asked = new URLSearchParams({
    client_id: door?.applicationId ?? '',
    redirect_uri: 'https://grafana.example.com/login/generic_oauth',
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  })
  const visitor = await house.visit(`/oidc/authorize?${asked}`)
  await visitor.getByRole('heading', { name: 'Sign in to Grafana' }).waitFor()
  const logo = visitor.locator('main img')
  await logo.waitFor()
  assert.equal(await visitor.evaluate('document.querySelector("main img").naturalWidth'), 1)
  await checkPage(visitor, 'sign-in for an application with a logo')
  await giveName(visitor, admin.account.name)
  await givePassword(visitor)
  await visitor.locator('input[autocomplete="one-time-code"]').waitFor()
  await visitor.getByText('On the way to Grafana').waitFor()
  await checkPage(visitor, 'second door, for an application with a logo')
})

function dialogOf(page: Page) {
  return page.getByRole('dialog').last()
}
