import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { goodPassword, type Person, setUpAdministrator } from '../kit/engine.ts'
import { checkPage, keptBy } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { press, typeCode } from './visitor.ts'

const minute = 60_000
const ownSecret = 'held-by-forty-gateways'
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

test('an application is connected, its secret is shown once, renewed and ended, and it is disconnected', async () => {
  const page = await openApplication('Harbour Wiki')
  await page.getByText('No door yet').waitFor()
  await press(page, 'Connect Harbour Wiki')
  await dialogOf(page)
    .getByRole('button', { name: /^OpenID Connect/ })
    .waitFor()
  await checkPage(page, 'console, choose a door')
  await dialogOf(page)
    .getByRole('button', { name: /^OpenID Connect/ })
    .click()

  const addresses = dialogOf(page).getByLabel('Redirect URIs', { exact: true })
  await addresses.fill('https://wiki.example.com/callback\njavascript:alert(1)')
  await press(page, 'Connect')
  await page.getByText('Line 2: must be an address').waitFor()
  assert.equal(await addresses.getAttribute('aria-invalid'), 'true')
  await checkPage(page, 'console, settings of a door that are wrong')
  await addresses.fill('https://wiki.example.com/callback')
  await press(page, 'Connect')

  const connected = page.getByRole('dialog', { name: 'Harbour Wiki is connected' })
  const secret = await connected.getByRole('region', { name: 'Secret' }).locator('code').innerText()
  await connected.getByText(`${house.url}/oidc`, { exact: true }).waitFor()
  await checkPage(page, 'console, an application is connected')
  await page.keyboard.press('Escape')
  await press(page, 'Done')
  await page.getByRole('heading', { name: 'Applications' }).waitFor()
  assert.ok(!(await page.content()).includes(secret))
  assert.ok(!(await keptBy(page)).includes(secret))

  await page.getByText('OpenID Connect').click()
  await press(page, 'New secret')
  await dialogOf(page).getByLabel('The ones before stop').selectOption('In a week')
  await checkPage(page, 'console, new secret')
  await dialogOf(page).getByRole('button', { name: 'New secret' }).click()
  const renewed = page.getByRole('dialog', { name: 'Your new secret' })
  assert.notEqual(await renewed.locator('code').innerText(), secret)
  await press(page, 'Done')
  await page.getByText(/ends/).waitFor()
  await checkPage(page, 'console, application that is connected')

  await press(page, `End now: ${secret.slice(0, 6)}…`)
  await giveReason(page, 'it leaked', 'End now')
  await page.getByText(/ends/).waitFor({ state: 'detached' })

  await press(page, 'Disconnect')
  await giveReason(page, 'the wiki is gone', 'Disconnect')
  await page.getByText('No door yet').waitFor()
})

test('settings are changed by the form that made them, unless somebody else was faster', async () => {
  const page = await openApplication('Harbour Stock')
  await press(page, 'Connect Harbour Stock')
  await dialogOf(page)
    .getByRole('button', { name: /^Site behind/ })
    .click()
  await dialogOf(page).getByLabel('Address of the site').fill('https://stock.example.com')
  await dialogOf(page).getByLabel('Reverse proxy').selectOption('nginx')
  await dialogOf(page).getByLabel('Rules for paths').fill('[{ "path": "/admin", ')
  await press(page, 'Connect')
  await page.getByText('This is no JSON').waitFor()
  await dialogOf(page).getByLabel('Rules for paths').fill('[{ "path": "/admin", "assurance": 3 }]')
  await press(page, 'Connect')
  await press(page, 'Done')

  await page.getByText('Site behind a reverse proxy').click()
  await press(page, 'Change the settings')
  const paths = await dialogOf(page).getByLabel('Rules for paths').inputValue()
  assert.deepEqual(JSON.parse(paths), [{ path: '/admin', assurance: 3 }])
  const user = dialogOf(page).getByLabel('Name of the account')
  await dialogOf(page).getByText('More settings').click()
  await user.fill('not a header')
  await giveReason(page, 'the stock reads another', 'Save')
  await page.getByText('must be the name of a header').waitFor()
  await checkPage(page, 'console, settings of a door')

  const other = await house.visit('/console/applications', { token: admin.token })
  await rename(other, 'X-Other')
  await dialogOf(other).waitFor({ state: 'detached' })
  await user.fill('X-User')
  await press(page, 'Save')
  await page.getByText('This was changed elsewhere in the meantime').waitFor()
  await press(page, 'Cancel')
  await press(page, 'Change the settings')
  await dialogOf(page).getByText('More settings').click()
  assert.equal(await user.inputValue(), 'X-Other')
})

test('SAML needs no secret: its settings are all that is asked', async () => {
  const page = await openApplication('Harbour Payroll')
  await press(page, 'Connect Harbour Payroll')
  await dialogOf(page).getByRole('button', { name: /^SAML/ }).click()
  await dialogOf(page).getByLabel('Address of its metadata').fill('https://payroll.example.com/saml')
  await dialogOf(page).getByLabel('E-mail address (email)').check()
  await dialogOf(page)
    .getByText('In this order: An identifier that stays (persistent), E-mail address (email)')
    .waitFor()
  await dialogOf(page).getByText('More settings').click()
  await dialogOf(page).getByLabel('Certificates, number 1').fill('-----BEGIN CERTIFICATE-----')
  await dialogOf(page).getByLabel('Certificates, number 2').waitFor()
  await dialogOf(page).getByLabel('Certificates, number 1').fill('')
  await checkPage(page, 'console, settings of SAML')
  await press(page, 'Connect')
  await page.getByRole('dialog', { name: 'Harbour Payroll is connected' }).waitFor()
  assert.equal(await page.getByRole('region', { name: 'Secret' }).count(), 0)
})

test('RADIUS: where it is asked is a sentence, not something to copy', async () => {
  const page = await openApplication('Harbour Tunnel')
  await press(page, 'Connect Harbour Tunnel')
  await dialogOf(page)
    .getByRole('button', { name: /^RADIUS/ })
    .click()
  await dialogOf(page).getByLabel('Networks').fill('10.0.0.9')
  await checkPage(page, 'console, settings of RADIUS')
  await press(page, 'Connect')
  const connected = page.getByRole('dialog', { name: 'Harbour Tunnel is connected' })
  await connected
    .getByText('nothing listens yet: put radius into the configuration (UDP port 1812 unless told)')
    .waitFor()
  assert.equal(await connected.getByRole('button', { name: 'Copy' }).count(), 1, 'the secret')
  await checkPage(page, 'console, RADIUS is connected')
  await press(page, 'Done')
})

test('on a telephone a thumb finds the small buttons of a door, too', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  const page = await house.visit('/console/applications', { token: admin.token, ...phone })
  await page.getByText('RADIUS', { exact: true }).first().click()
  const buttons = page.getByRole('main').getByRole('button')
  await buttons.filter({ hasText: 'Test it now' }).first().waitFor()
  for (const button of await buttons.all()) {
    const { height = 0 } = (await button.boundingBox()) ?? {}
    assert.ok(height >= 36, `${await button.innerText()}: ${height} px`)
  }
})

test('LDAP: people may answer on their phone, for so many seconds as are set', async () => {
  const page = await openApplication('Harbour Crane')
  await press(page, 'Connect Harbour Crane')
  await dialogOf(page).getByRole('button', { name: /^LDAP/ }).click()
  await dialogOf(page).getByLabel('Networks').fill('10.0.0.9')
  const phone = dialogOf(page).getByLabel('By phone, with a number of their own')
  const patience = dialogOf(page).getByLabel('Seconds to wait for the phone')
  await dialogOf(page).getByText('More settings').click()
  assert.equal(await phone.isChecked(), false)
  assert.equal(await patience.inputValue(), '25')
  await phone.check()
  await patience.fill('61')
  await checkPage(page, 'console, settings of LDAP')
  await dialogOf(page).getByText('More settings').click()
  await patience.waitFor({ state: 'hidden' })
  await press(page, 'Connect')
  await patience.waitFor()
  assert.equal(await page.evaluate('document.activeElement.validity.rangeOverflow'), true)
  await patience.fill('40')
  await press(page, 'Connect')
  const connected = page.getByRole('dialog', { name: 'Harbour Crane is connected' })
  await connected.getByText('cn=reader').waitFor()
  await page.keyboard.press('Escape')
  await press(page, 'Done')

  await page.getByText('LDAP', { exact: true }).click()
  await press(page, 'Change the settings')
  await dialogOf(page).getByText('More settings').click()
  assert.deepEqual([await phone.isChecked(), await patience.inputValue()], [true, '40'])
})

test('who was away proves anew that it is them, and goes on with what was filled in', async () => {
  const page = await openApplication('Harbour Gate')
  await press(page, 'Connect Harbour Gate')
  await dialogOf(page)
    .getByRole('button', { name: /^OpenID Connect/ })
    .click()
  await dialogOf(page).getByLabel('Redirect URIs', { exact: true }).fill('https://gate.example.com/back')
  await dialogOf(page).getByText('Use a secret that the other side has').click()
  await dialogOf(page).getByLabel('Secret', { exact: true }).fill('short')
  await press(page, 'Connect')
  await page.getByRole('alert').getByText('(secret)').waitFor()
  await dialogOf(page).getByLabel('Secret', { exact: true }).fill(ownSecret)
  await checkPage(page, 'console, an application that has a secret')
  house.world.clock.advance(15 * minute)
  await press(page, 'Connect')
  await proveAnew(page)
  const connected = page.getByRole('dialog', { name: 'Harbour Gate is connected' })
  await connected.getByText(ownSecret).waitFor()
})

/** Opens both doors once more, in the dialog that asks for it. */
async function proveAnew(page: Page): Promise<void> {
  const again = page.getByRole('dialog', { name: 'Is it still you?' })
  await again.getByLabel('Password', { exact: true }).fill(goodPassword)
  await again.getByRole('button', { name: 'Continue' }).click()
  await typeCode(page, house.codeOf(admin))
  await again.waitFor({ state: 'detached' })
}

/** Changes a header of the only site that there is. */
async function rename(page: Page, header: string): Promise<void> {
  await page.getByText('Site behind a reverse proxy').click()
  await press(page, 'Change the settings')
  await dialogOf(page).getByText('More settings').click()
  await dialogOf(page).getByLabel('Name of the account').fill(header)
  await giveReason(page, 'another name', 'Save')
}

async function openApplication(name: string): Promise<Page> {
  const page = await house.visit('/console/applications', { token: admin.token })
  await press(page, 'Connect an application')
  await page.getByRole('button', { name: /^Your own code/ }).click()
  await dialogOf(page).getByLabel('Name').fill(name)
  await press(page, 'Add application')
  await press(page, 'Cancel')
  await dialogOf(page).waitFor({ state: 'detached' })
  await page.getByRole('heading', { name }).waitFor()
  return page
}

async function giveReason(page: Page, reason: string, action: string): Promise<void> {
  await dialogOf(page).getByLabel('Reason').fill(reason)
  await dialogOf(page).getByRole('button', { name: action }).click()
}

function dialogOf(page: Page) {
  return page.getByRole('dialog').last()
}
