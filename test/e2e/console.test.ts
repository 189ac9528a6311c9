import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { typedName } from '../../src/accounts/index.ts'
import { changeAccount, createAccount, createApplication } from '../../src/administration/index.ts'
import { verifyOnce } from '../../src/authentication/index.ts'
import {
  codeAt,
  goodPassword,
  operator,
  type Person,
  passwordOnly,
  person,
  prove,
  setUpAdministrator,
  signIn,
  startAt,
  step,
  tamper,
  wrongCode,
} from '../kit/engine.ts'
import { checkPage, keptBy } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, press, typeCode } from './visitor.ts'

const minute = 60_000
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

test('whoever is not signed in comes back to the console after signing in', async () => {
  const page = await house.visit('/console/accounts?status=active')
  await page.getByLabel('Account name').fill('ada')
  await press(page, 'Continue')
  await page.getByLabel('Password', { exact: true }).fill(goodPassword)
  await press(page, 'Continue')
  await typeCode(page, house.codeOf(admin))
  await page.getByRole('heading', { name: 'Accounts' }).waitFor()
  assert.equal(new URL(page.url()).pathname, '/console/accounts')
})

test('the console is closed to people, and has a page for wrong addresses', async () => {
  const owner = await person(house.world, 'nora')
  const page = await house.visit('/console', { token: owner.token })
  await page.getByRole('heading', { name: 'The console is not for this account' }).waitFor()
  await checkPage(page, 'console, not allowed')
  const lost = await house.visit('/console/nowhere', { token: admin.token })
  await lost.getByRole('heading', { name: 'There is no such page' }).waitFor()
  await checkPage(lost, 'console, not found')
})

test('the overview says who has a second door and how the day went', async () => {
  await passwordOnly(house.world, 'otto')
  const page = await house.visit('/console', { token: admin.token })
  await page.getByText('Behind a password alone').waitFor()
  await page.setViewportSize({ width: 390, height: 800 })
  const ends = await page.evaluate<readonly (readonly [number, number])[]>(
    `[...document.querySelectorAll('main svg text')].map((text) => text.getBoundingClientRect())
      .filter(({ width }) => width > 0).map(({ left, right }) => [left, right])`,
  )
  assert.ok(ends.length > 1)
  assert.ok(
    ends.every(([left], place) => left - (ends[place - 1]?.[1] ?? -6) >= 6),
    'hours run into each other',
  )
  await page.getByText('Show as a table').click()
  await checkPage(page, 'console, overview')
})

test('an account is created with an invitation that is shown once', async () => {
  const page = await house.visit('/console/accounts', { token: admin.token })
  await page.getByRole('table').waitFor()
  await checkPage(page, 'console, accounts')
  await press(page, 'New account')
  await checkPage(page, 'console, new account')
  await dialogOf(page).getByLabel('Account name').fill('paula')
  await dialogOf(page).getByLabel('E-mail address').fill('paula@example.com')
  await press(page, 'Create and invite')
  const link = await dialogOf(page).locator('code').innerText()
  assert.match(link, /\/welcome#\S+$/)
  await page.keyboard.press('Escape')
  await checkPage(page, 'console, invitation')
  await press(page, 'Done')
  await page.getByRole('link', { name: 'paula' }).waitFor()
  const token = link.split('#')[1] ?? ''
  assert.ok(!(await page.content()).includes(token))
  assert.ok(!(await keptBy(page)).includes(token))

  await page.getByLabel('Search by name').fill('nobody like this')
  await page.getByText('No account fits').waitFor()
  await checkPage(page, 'console, no account')
  const guest = await house.visit(link)
  await guest.getByRole('heading', { name: 'Choose a password' }).waitFor()
})

test('the help desk reads why somebody was refused, and unlocks', async () => {
  const owner = await person(house.world, 'quin')
  await failTimes(owner, 6)
  const page = await openAccount(owner)
  await page.getByText('Why were they refused?').waitFor()
  await press(page, 'Unlock')
  await checkPage(page, 'console, account that is locked')
  await dialogOf(page).getByLabel('Reason').fill('called, and it was they')
  await dialogOf(page).getByRole('button', { name: 'Unlock' }).click()
  await page.getByText('quin is unlocked').waitFor()
  await page.getByRole('button', { name: 'Unlock', exact: true }).waitFor({ state: 'detached' })
  await checkPage(page, 'console, account')
})

test('an address of no account says so, and leads to all accounts', async () => {
  for (const id of ['acc_nowhere', admin.account.id.slice(0, -1)]) {
    const page = await house.visit(`/console/accounts/${id}`, { token: admin.token })
    await page.getByRole('heading', { name: 'There is no such account' }).waitFor()
    await checkPage(page, 'console, no such account')
    await page.getByRole('link', { name: 'All accounts' }).click()
    await page.getByRole('table').waitFor()
  }
})

test('an account is disabled, its sessions end, and it is enabled again', async () => {
  const owner = await person(house.world, 'rosa')
  const theirs = await house.visit('/', { token: owner.token })
  await theirs.getByRole('heading', { name: 'My authenticators' }).waitFor()
  const page = await openAccount(owner)
  await act(page, 'Disable account', 'left the company')
  await page.getByText('rosa is disabled').waitFor()
  await theirs.reload()
  await theirs.getByLabel('Account name').waitFor()
  await page.getByRole('button', { name: 'Enable account' }).waitFor()
  await checkPage(page, 'console, account that is disabled')
  await act(page, 'Enable account', 'came back')
  await page.getByText('rosa is enabled').waitFor()
})

test('a forgotten password is reset: the link leads to another one, and through the second door', async () => {
  const owner = await person(house.world, 'thea')
  const page = await openAccount(owner)
  await act(page, 'Reset password', 'forgotten, passport seen')
  const link = await page.getByRole('dialog', { name: 'Invitation' }).locator('code').innerText()
  await press(page, 'Done')
  const theirs = await house.visit(link)
  await theirs.getByRole('heading', { name: 'Choose a password' }).waitFor()
  await theirs.getByLabel('New password').fill('seven herons over the weir')
  await press(theirs, 'Save the password')
  await theirs.getByLabel('Code from your app').waitFor()
  await checkPage(theirs, 'welcome, second door that is there')
  await typeCode(theirs, house.codeOf(owner))
  await theirs.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

test('authenticators are reset with a reason, by an administrator who is still there', async () => {
  const owner = await person(house.world, 'sven')
  house.world.clock.advance(15 * minute)
  const page = await openAccount(owner)
  await act(page, 'Reset authenticators', 'phone stolen, passport seen')
  const again = page.getByRole('dialog', { name: 'Is it still you?' })
  await again.getByLabel('Password', { exact: true }).fill(goodPassword)
  await again.getByRole('button', { name: 'Continue' }).click()
  await typeCode(page, house.codeOf(admin))
  const link = await page.getByRole('dialog', { name: 'Invitation' }).locator('code').innerText()
  await checkPage(page, 'console, reset')
  await press(page, 'Done')
  const theirs = await house.visit(link)
  await theirs.getByRole('heading', { name: /^(The first door|Set up your second door)$/ }).waitFor()
})

test('second factors that nobody uses are listed, and lead to whose they are', async () => {
  await person(house.world, 'ugo')
  const page = await house.visit('/console', { token: await freshToken() })
  await page.getByRole('link', { name: 'Unused authenticators' }).click()
  await page.getByText('All second factors are in use').waitFor()
  await checkPage(page, 'console, idle')
})

test('what ends soon is listed with why, and whom it would shut out', async () => {
  const owner = await person(house.world, 'wanda')
  const { engine, clock } = house.world
  const lastDay = { expires_at: clock.now() + 60 * 86_400_000 }
  await tamper(engine, (db) => db.updateTable('authenticators').set(lastDay).where('id', '=', owner.totp.id))
  const page = await house.visit('/console', { token: await freshToken() })
  await page.getByRole('link', { name: 'What ends soon' }).click()
  const row = page.getByRole('row').filter({ hasText: 'wanda' })
  await row.getByText('Its time is over then. Nothing else opens the second door then.').waitFor()
  await checkPage(page, 'console, what ends')
  await page.getByLabel('Ends within').selectOption('30 days')
  await page.getByText('Nothing ends in this time').waitFor()
})

test('the help desk reads why no letter came to whoever forgot their password', async () => {
  const { account } = await person(house.world, 'runa')
  const asking = await house.visit('/sign-in')
  await giveName(asking, account.name)
  await press(asking, 'Forgot your password?')
  await asking.getByText('a link is on its way there').waitFor()
  const page = await house.visit(`/console/accounts/${account.id}`, { token: await freshToken() })
  await page
    .getByText('No letter went out: there is no mailbox that was confirmed long enough ago.')
    .first()
    .waitFor()
  await checkPage(page, 'console, why no letter came')
})

test('an authenticator is held back with a reason, and let go again', async () => {
  const { account } = await person(house.world, 'tove')
  const page = await house.visit(`/console/accounts/${account.id}`, { token: await freshToken() })
  for (const [care, standing] of [
    ['Hold back', 'Held back'],
    ['Let go again', undefined],
  ] as const) {
    await page.getByRole('button', { name: 'Actions for Authenticator app' }).click()
    await page.getByRole('menuitem', { name: care }).click()
    if (care === 'Hold back') await checkPage(page, 'console, hold back')
    await dialogOf(page).getByLabel('Reason').fill('left in a taxi')
    await dialogOf(page).getByRole('button', { name: care }).click()
    await dialogOf(page).waitFor({ state: 'detached' })
    if (standing) await page.getByText(standing, { exact: true }).waitFor()
  }
  await page.getByText('Held back', { exact: true }).waitFor({ state: 'detached' })
})

test('an application gets a key that is shown once, rotated and revoked', async () => {
  const token = await freshToken()
  const page = await house.visit('/console/applications', { token })
  await page.getByText('No application yet').waitFor()
  await checkPage(page, 'console, no application')
  await press(page, 'Connect an application')
  await page.getByRole('button', { name: /^Your own code/ }).click()
  await dialogOf(page).getByLabel('Name').fill('Harbour Shop')
  await checkPage(page, 'console, new application')
  await press(page, 'Add application')
  await page.getByRole('dialog', { name: 'Issue a key for Harbour Shop' }).waitFor()
  await checkPage(page, 'console, issue a key')
  await press(page, 'Issue a key')
  const key = await dialogOf(page).locator('code').innerText()
  await checkPage(page, 'console, key')
  await press(page, 'Done')
  await page.getByText(/Never used/).waitFor()
  await checkPage(page, 'console, applications')
  assert.ok(!(await page.content()).includes(key))
  assert.ok(!(await keptBy(page)).includes(key))

  await press(page, 'Rotate')
  await dialogOf(page).getByRole('button', { name: 'Rotate' }).click()
  const rotated = await page.getByRole('dialog', { name: 'Your new API key' }).locator('code').innerText()
  assert.notEqual(rotated, key)
  await press(page, 'Done')
  await press(page, 'Revoke')
  await dialogOf(page).getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('Revoked').first().waitFor()
})

test('the audit names the application that asked about a code', async () => {
  const { engine, clock } = house.world
  const owner = await person(house.world, 'tilda')
  const { id } = await createApplication(engine, { actor: operator, name: 'Tollhouse' })
  const application = (await engine.applications.find(id)) ?? assert.fail('no application')
  const code = codeAt(owner.totp.shown, clock.now())
  const asked = {
    application,
    account: 'tilda',
    password: goodPassword,
    code,
    surroundings: { door: 'rest' },
  } as const
  assert.equal((await verifyOnce(engine, asked)).accepted, true)
  const page = await house.visit('/console/audit?account=tilda', { token: await freshToken() })
  const row = page.getByRole('row').filter({ hasText: 'verified for an application' })
  await row.getByText('Tollhouse').waitFor()
})

test('the audit tells what happened and is narrowed to an account', async () => {
  const badKey = { reason: 'api-key.required', route: 'GET /session', counted: true } as const
  for (let nth = 0; nth < 3; nth++)
    await house.world.engine.denials.record({ ...badKey, surroundings: { door: 'rest' } })
  const page = await house.visit('/console/audit', { token: await freshToken() })
  await page.getByRole('table').waitFor()
  await page.getByText('Refused without a valid API key. · 3 times').waitFor()
  await checkPage(page, 'console, audit')
  await page.getByLabel('Account').first().fill('sven')
  const about = page.locator('td[data-label="About"]')
  await about.filter({ hasText: /^ada$/ }).first().waitFor({ state: 'detached' })
  await about.filter({ hasText: 'sven' }).first().waitFor()
  const rows = await page.getByRole('row').allInnerTexts()
  assert.ok(rows.slice(1).every((row) => row.includes('sven')))
  await page.getByLabel('Account').first().fill('nobody')
  await page.getByText('No account has this name').waitFor()
  await page.getByRole('button', { name: 'Load more' }).waitFor({ state: 'detached' })
  await checkPage(page, 'console, audit of nobody')
})

test('an administrator without a second door is shown among more accounts than fit on a page', async () => {
  const { engine } = house.world
  for (let nth = 0; nth < 51; nth++)
    await createAccount(engine, { actor: operator, name: typedName.parse(`crew-${nth}`) })
  await passwordOnly(house.world, 'root', 'administrator')
  const page = await house.visit('/console', { token: await freshToken() })
  await page.getByRole('alert').getByRole('link', { name: 'Show who' }).click()
  await page.getByRole('link', { name: 'root', exact: true }).waitFor()
  await page.getByText('crew-0').waitFor({ state: 'detached' })
  await checkPage(page, 'console, accounts that are narrowed')
  await page.getByLabel('Role').selectOption('All')
  await page.getByText('crew-0').waitFor()
})

test('of many applications one is found by its name or by whom to ask about it', async () => {
  const { engine } = house.world
  for (const name of ['Cranes', 'Mail', 'Payroll', 'Stock', 'Time sheets'])
    await createApplication(engine, { actor: operator, name, owner: `Team ${name}` })
  await createApplication(engine, { actor: operator, name: 'Wiki', owner: 'The harbour master' })
  const page = await house.visit('/console/applications', { token: await freshToken() })
  await page.getByLabel('Search by name or owner').fill('harbour MASTER')
  await page.getByRole('heading', { name: 'Cranes' }).waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: 'Wiki' }).waitFor()
  await page.getByLabel('Search by name or owner').fill('nothing like it')
  await page.getByText('No application fits').waitFor()
  await checkPage(page, 'console, no application fits')
})

test('who worked at the machine of the service is told by the name there', async () => {
  const page = await house.visit('/console/audit', { token: await freshToken() })
  await page.getByText('test, at the machine').first().waitFor()
})

test('by keyboard: the first Tab leads past the navigation, and what closes gives the focus back', async () => {
  const { account } = await person(house.world, 'xenia')
  const page = await house.visit(`/console/accounts/${account.id}`, { token: await freshToken() })
  await page.getByRole('heading', { name: 'xenia' }).waitFor()
  await page.keyboard.press('Tab')
  await focusOn(page, 'Skip to the content')
  for (const [opener, item] of [
    ['Disable account', undefined],
    ['Actions for Authenticator app', 'Hold back'],
  ] as const) {
    await page.getByRole('button', { name: opener }).press('Enter')
    if (item) await page.getByRole('menuitem', { name: item }).press('Enter')
    await dialogOf(page).waitFor()
    await page.keyboard.press('Escape')
    await dialogOf(page).waitFor({ state: 'detached' })
    await focusOn(page, opener)
  }
})

async function focusOn(page: Page, name: string): Promise<void> {
  await page.waitForFunction(`document.activeElement?.textContent?.includes(${JSON.stringify(name)})`)
}

test('on a telephone the navigation shows where one is, and a page that is not in it leads back', async () => {
  const page = await house.visit('/console/audit', {
    token: await freshToken(),
    viewport: { width: 390, height: 844 },
  })
  const navigation = page.getByRole('navigation')
  await navigation.getByRole('link', { name: 'Audit' }).waitFor()
  await page.waitForFunction(`(() => {
    const { left, right } = document.querySelector('nav [aria-current="page"]').getBoundingClientRect()
    return left >= 0 && right <= innerWidth
  })()`)
  await page.getByRole('link', { name: 'Tell other systems' }).click()
  await page.getByRole('heading', { name: 'Webhooks' }).waitFor()
  await page.getByRole('main').getByRole('link', { name: 'Audit' }).click()
  await page.getByRole('heading', { name: 'Audit' }).waitFor()
})

async function openAccount(owner: Person): Promise<Page> {
  return house.visit(`/console/accounts/${owner.account.id}`, { token: admin.token })
}

/** So many wrong codes after a right password. */
async function failTimes(owner: Person, times: number): Promise<void> {
  const { engine } = house.world
  const started = await startAt(engine, owner.account.name)
  await prove(engine, started, [{ factor: 'password', proof: { password: owner.password } }])
  const code = wrongCode(house.world, owner)
  for (let count = 0; count < times; count++)
    await prove(engine, started, [{ factor: 'totp', proof: { code } }]).catch(() => undefined)
}

/** A session of an administrator who has just come in. */
async function freshToken(): Promise<string> {
  house.world.clock.advance(step)
  const { token } = await signIn(house.world, admin)
  return token
}

async function act(page: Page, action: string, reason: string): Promise<void> {
  await press(page, action)
  await dialogOf(page).getByLabel('Reason').fill(reason)
  await dialogOf(page).getByRole('button', { name: action }).click()
}

function dialogOf(page: Page) {
  return page.getByRole('dialog').last()
}

test('factors are compared, and the adviser answers to what it is told', async () => {
  const page = await house.visit('/console/choosing', await signIn(house.world, admin))
  await page.getByRole('heading', { name: 'Which to take' }).waitFor()
  await page.getByText('For everyone').waitFor()
  await page.getByLabel('Who has a smartphone, and may use it here?').selectOption('Nobody')
  await page.getByText('For everyone').waitFor({ state: 'detached' })
  await page.getByText('For the day when it is lost').waitFor()
  await checkPage(page, 'console, choosing')
})

test('where no factor comes by the box, the page of tokens says so', async () => {
  const page = await house.visit('/console/tokens', await signIn(house.world, admin))
  await page.getByText('No factor here takes tokens out of files.').waitFor()
  await checkPage(page, 'console, tokens')
})

test('what an application guards is said when it is made, and changed with a reason', async () => {
  const owner = await setUpAdministrator(house.world, 'vera')
  const page = await house.visit('/console/applications', { token: owner.token })
  await press(page, 'Connect an application')
  await page.getByRole('button', { name: /^Your own code/ }).click()
  await dialogOf(page).getByLabel('Name', { exact: true }).fill('Payments')
  await dialogOf(page).getByLabel('What it guards').selectOption('banking')
  await press(page, 'Add application')
  await press(page, 'Cancel')
  await page.getByText('Banking and money').waitFor()
  await press(page, 'Change Payments')
  await checkPage(page, 'console, change an application')
  await dialogOf(page).getByLabel('It is on').uncheck()
  await dialogOf(page).getByLabel('Reason').fill('no longer used')
  await press(page, 'Change')
  await page.getByText('Payments was changed.').waitFor()
  await page.getByText('Off', { exact: true }).waitFor()
})

test('R11: what another administrator took away meanwhile is not given back by a page from before', async () => {
  const { engine } = house.world
  const owner = await setUpAdministrator(house.world, 'zoe')
  const { id } = await passwordOnly(house.world, 'hugo', 'help-desk')
  const page = await house.visit(`/console/accounts/${id}`, { token: owner.token, fakeTime: true })
  await press(page, 'Change role or add e-mail')
  await dialogOf(page).getByLabel('One more e-mail address (optional)').fill('hugo@northwind.example')
  await changeAccount(engine, { actor: operator, accountId: id, reason: 'left the desk', role: 'person' })
  await page.clock.fastForward(30_000)
  const again = page.waitForResponse((response) => response.url().endsWith(`/accounts/${id}`))
  await page.evaluate(`window.dispatchEvent(new Event('visibilitychange'))`)
  await again
  await page.getByText('Person', { exact: true }).first().waitFor()
  await dialogOf(page).getByLabel('Reason').fill('one more address')
  await press(page, 'Save')
  await page.getByText('hugo is changed.').waitFor()
  assert.equal((await engine.accounts.find(id))?.role, 'person')
})
