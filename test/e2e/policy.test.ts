import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, afterEach, before, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { typedName } from '../../src/accounts/index.ts'
import {
  addToGroup,
  applyRules,
  bringAccessList,
  createGroup,
  readReport,
} from '../../src/administration/index.ts'
import { asModule } from '../../src/factors/factor.ts'
import { webauthnModule } from '../../src/factors/webauthn/index.ts'
import { rulebook } from '../../src/policy/index.ts'
import { operator, passwordOnly, person, setUpAdministrator } from '../kit/engine.ts'
import { rule } from '../kit/rules.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press, typeCode } from './visitor.ts'

const rules = [
  rule('closed', { who: { accounts: ['carl'] }, need: { deny: true }, says: 'Your contract has ended.' }),
  rule('money', { who: { groups: ['treasury'] }, need: 'phishing-resistant', says: 'You move money.' }),
]
let house: Installation

before(async () => {
  house = await openInstallation({ modules: [asModule(webauthnModule)], policy: { rules } })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('who is denied reads why behind the first door, and may start again', async () => {
  await passwordOnly(house.world, 'carl')
  const page = await house.visit('/sign-in')
  await giveName(page, 'carl')
  assert.equal(await page.getByText('Your contract has ended.').count(), 0)
  await givePassword(page)
  await page.getByRole('heading', { name: 'Not here, not now' }).waitFor()
  await page.getByText('Your contract has ended.').waitFor()
  await checkPage(page, 'sign-in, denied')
  await press(page, 'Start again')
  await page.getByLabel('Account name').waitFor()
})

test('who has something weaker proves it, and is told why something stronger is set up now', async () => {
  const mona = await person(house.world, 'mona')
  const { engine } = house.world
  const { id: groupId } = await createGroup(engine, { actor: operator, name: typedName.parse('Treasury') })
  await addToGroup(engine, { actor: operator, groupId, accountId: mona.account.id, reason: 'moved there' })
  const page = await house.visit('/sign-in')
  await giveName(page, 'mona')
  await givePassword(page)
  await typeCode(page, house.codeOf(mona))
  await page.getByText('You move money.').waitFor()
  await page.getByText('not enough for this').waitFor()
  await checkPage(page, 'sign-in, something stronger')
})

test('in the console a rule is written, looked at, applied with a reason, and taken back', async () => {
  const admin = await setUpAdministrator(house.world, 'ada')
  const page = await house.visit('/console/policy', { token: admin.token })
  const rule = (name: string) => rulesInForce(page).filter({ has: page.getByRole('heading', { name }) })
  await rule('closed').getByText('Nobody comes in').waitFor()
  await rule('closed').getByText('Configuration').waitFor()
  await checkPage(page, 'console, policy')

  await press(page, 'Change the rules')
  await press(page, 'Add a rule')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the rule').fill('bank')
  await dialog.getByLabel('What is needed').selectOption('phishing-resistant')
  for (const part of [/For whom/, /For what/, /From where/, /By when/]) await dialog.getByText(part).click()
  await dialog.getByLabel('Accounts that come from').fill('local')
  await dialog.getByLabel('Accounts with attributes').fill('department: Finance, Treasury')
  await dialog.getByLabel('Banking and money').check()
  await dialog.getByLabel('From outside these networks').fill('10.0.0.0/8')
  await dialog.getByLabel('From outside these countries').fill('DE')
  await dialog.getByLabel('For so many days').fill('14')
  await dialog.getByLabel('So many times').fill('3')
  await checkPage(page, 'console, policy, a rule')
  await press(page, 'Keep in the draft')
  const draft = page.getByRole('region', { name: 'Rules that are being written' })
  for (const [label, text] of [
    ['Accounts with attributes', 'department: Finance, Treasury'],
    ['Kinds of applications', 'Banking and money'],
    ['From outside these networks', '10.0.0.0/8'],
    ['May be put off', 'for 14 days or 3 times, whichever ends first'],
  ] as const)
    await draft.getByText(`${label}${text}`, { exact: true }).waitFor()
  await draft.getByText('What cannot be phished: a passkey, security key or smart card').waitFor()
  await page.getByText('“bank” asks from which country somebody comes, and no table').waitFor()
  await page.getByText('It touches nobody who has an account now.').waitFor()
  await checkPage(page, 'console, policy, draft')
  await press(page, 'Replay 30 days')
  await page.getByText('Nothing would have been otherwise.').waitFor()

  await press(page, 'Apply…')
  await dialog.getByLabel('Reason').fill('agreed in November')
  await press(page, 'Put in force')
  await page.getByText('Revision 1 is in force.').waitFor()
  await rule('bank').getByText('Applied here').waitFor()
  await page.getByText('agreed in November').click()
  await checkPage(page, 'console, policy, history')

  await press(page, 'Change the rules')
  await press(page, 'Add a rule')
  await dialog.getByLabel('Name of the rule').fill('seen')
  await press(page, 'Keep in the draft')
  await page.getByText('For everybody, for everything, always.').waitFor()
  const asked = Promise.withResolvers<void>()
  await page.route('**/policy/preview', (route) => asked.promise.then(() => route.continue()))
  await press(page, 'Remove the rule bank')
  assert.ok(
    await page.getByRole('button', { name: 'Apply…' }).isDisabled(),
    'nobody has seen yet what this changes',
  )
  asked.resolve()
  await press(page, 'Remove the rule seen')
  await press(page, 'Apply…')
  await dialog.getByLabel('Reason').fill('not yet')
  await press(page, 'Put in force')
  await page.getByText('Revision 2 is in force.').waitFor()
  await rule('bank').waitFor({ state: 'detached' })
  assert.equal(house.world.engine.policies.revision, 2)
})

test('what is wrong with a rule stands at its field, with its line, and the rule is not kept', async () => {
  const admin = await setUpAdministrator(house.world, 'fritz')
  const page = await house.visit('/console/policy', { token: admin.token })
  await press(page, 'Change the rules')
  await press(page, 'Add a rule')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the rule').fill('office')
  await dialog.getByLabel('How old a sign-in may be').fill('soon')
  await dialog.getByText(/From where/).click()
  await dialog.getByLabel('From these networks').fill('10.0.0.0/8\nthe office')
  await press(page, 'Keep in the draft')
  await dialog.getByText('Line 2: must be a network such as 10.0.0.0/8').waitFor()
  await dialog.getByText('must be a length of time such as 15m, 12h or 30d').waitFor()
  await dialog.getByText('Look at the marked fields.').waitFor()
  await checkPage(page, 'console, policy, a wrong rule')
  await dialog.getByLabel('From these networks').fill('10.0.0.0/8\n192.168.4.0/24')
  await dialog.getByLabel('How old a sign-in may be').fill('12h')
  await press(page, 'Keep in the draft')
  await page.getByText('10.0.0.0/8 or 192.168.4.0/24', { exact: true }).waitFor()
  await press(page, 'Add a rule')
  await dialog.getByLabel('Name of the rule').fill('Office')
  await press(page, 'Keep in the draft')
  await dialog.getByText('stands twice: Office').waitFor()
})

test('a name of one’s own for what is needed is written, and asked for by a rule', async () => {
  const admin = await setUpAdministrator(house.world, 'gerda')
  const page = await house.visit('/console/policy', { token: admin.token })
  await press(page, 'Change the rules')
  await page.getByText('Names of your own for what is needed').click()
  await press(page, 'Add a name')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('Bank Grade')
  await press(page, 'Keep in the draft')
  await dialog.getByText('must be small letters, digits and hyphens').waitFor()
  await dialog.getByLabel('Name', { exact: true }).fill('bank-grade')
  await dialog.getByLabel('One of them cannot be phished').check()
  await checkPage(page, 'console, policy, a strength')
  await press(page, 'Keep in the draft')
  await page.getByText('Two factors · One of them cannot be phished').waitFor()
  await press(page, 'Add a rule')
  await dialog.getByLabel('Name of the rule').fill('vault')
  await dialog.getByLabel('What is needed').selectOption('bank-grade')
  await press(page, 'Keep in the draft')
  await page.getByText('bank-grade', { exact: true }).nth(1).waitFor()
  await checkPage(page, 'console, policy, strengths')
  await press(page, 'Remove the name bank-grade')
  await page.getByText('there is no such strength').waitFor()
})

test('a rule that only reports lets everybody in, and shows on real sign-ins what it would have done', async () => {
  const admin = await setUpAdministrator(house.world, 'edda')
  const { engine } = house.world
  const soon = rule('soon', { report: true, need: 'phishing-resistant' })
  await applyRules(engine, {
    actor: operator,
    rules: rulebook.parse({ rules: [soon] }),
    base: engine.policies.revision,
    reason: 'to see',
  })
  const page = await house.visit('/console/policy', { token: admin.token })
  await rulesInForce(page).filter({ hasText: 'soon' }).getByText('Only report', { exact: true }).waitFor()
  await press(page, 'Replay 30 days')
  await page.getByText('would have set something up on the way.').waitFor()
  await page.getByText(/By rule:.*soon/).waitFor()
  await checkPage(page, 'console, policy, report')
})

test('the console says what would be asked of somebody, and why', async () => {
  const helper = await person(house.world, 'helga', 'help-desk')
  const page = await house.visit('/console/policy', { token: helper.token })
  await page.getByLabel('Account', { exact: true }).fill('carl')
  await press(page, 'Ask')
  await page.getByText('Does not come in: a rule denies it.').waitFor()
  const reasons = page.getByRole('listitem').filter({ hasText: 'By the rule closed' })
  await reasons.getByText('Nobody comes in').waitFor()
  await reasons.getByText('Accounts by namecarl').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Change the rules' }).count(), 0)
  await checkPage(page, 'console, policy, what would be asked')
  await page.getByLabel('Account', { exact: true }).fill('nobody-of-that-name')
  await press(page, 'Ask')
  await page.getByText('There is no such account.').waitFor()
})

test('the console says what would be asked in another country, by another door, at another time', async () => {
  const admin = await setUpAdministrator(house.world, 'hanna')
  const { engine } = house.world
  const abroad = { where: { outsideCountries: ['DE'] }, when: { days: ['sat', 'sun'], zone: 'UTC' } }
  const weekend = rule('weekend abroad', { ...abroad, what: { doors: ['radius'] }, need: { deny: true } })
  await applyRules(engine, {
    actor: operator,
    rules: rulebook.parse({ rules: [weekend] }),
    base: engine.policies.revision,
    reason: 'to see',
  })
  const page = await house.visit('/console/policy', { token: admin.token })
  await page.getByLabel('Account', { exact: true }).fill('hanna')
  await page.getByLabel('By the door').selectOption('RADIUS')
  await page.getByLabel('From the country').fill('FR')
  await page.getByLabel('At (now, unless told)').fill('2026-11-28T12:00')
  await press(page, 'Ask')
  await page.getByText('Does not come in: a rule denies it.').waitFor()
  await page.getByText('Coming from FR.').waitFor()
  await page.getByLabel('At (now, unless told)').fill('2026-11-25T12:00')
  await press(page, 'Ask')
  await page.getByText('Comes in with what the account has.').waitFor()
  await page.getByLabel('From the country').fill('XX')
  await press(page, 'Ask')
  await page.getByText('must be a country such as DE or GB').waitFor()
  await checkPage(page, 'console, policy, a wrong country')
})

test('the console shows what stands open, first as a picture, then with the reasons', async () => {
  const admin = await setUpAdministrator(house.world, 'greta')
  await passwordOnly(house.world, 'otto')
  const page = await house.visit('/console/coverage', { token: admin.token })
  await page.getByText(/ways? stands? open/).waitFor()
  await page.locator('summary').first().click()
  await page.getByText('whoever has the password sets up the first one').waitFor()
  await page.getByText('invitations, access passes and set-up links that are under way').waitFor()
  await checkPage(page, 'console, coverage')
})

test('the console signs a report for auditors, and tells what has changed since the one before', async () => {
  const admin = await setUpAdministrator(house.world, 'nora')
  const page = await house.visit('/console/coverage', { token: admin.token })
  await press(page, 'Signed report')
  await page.getByLabel('The report before').waitFor()
  const sign = async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Sign and save')])
    assert.match(download.suggestedFilename(), /^coverage-\d{4}-\d\d-\d\d\.json$/)
    return download.path()
  }
  const file = await sign()
  const pin = await page.locator('code').first().innerText()
  const { ways } = readReport(readFileSync(file, 'utf8'), pin)
  await passwordOnly(house.world, 'pavel')
  await page.getByLabel('The report before').setInputFiles(file)
  await sign()
  const open = ways.find(({ kind }) => kind === 'first-enrolment')?.accounts ?? 0
  await page.getByText(`${open} → ${open + 1} accounts`).waitFor()
  await checkPage(page, 'console, signed report')
})

test('the console says who needs a second factor and has none, why, and which rules would ask for it', async () => {
  const admin = await setUpAdministrator(house.world, 'ines')
  const { engine } = house.world
  await bringAccessList(engine, {
    actor: operator,
    source: 'payroll',
    text: 'account,system,entitlement\notto,Online banking,approver\n',
    preview: false,
  })
  const page = await house.visit('/console/inventory', { token: admin.token })
  await page.getByRole('row', { name: /otto.*Banking and money/ }).waitFor()
  await page.locator('summary').first().click()
  await page.getByText('The policy in force asks these accounts already').first().waitFor()
  await checkPage(page, 'console, inventory')
  await page.getByLabel('Search by name').fill('nobody-of-that-name')
  await page.getByText('Nobody fits').waitFor()
})

function rulesInForce(page: Page): Locator {
  return page.getByRole('list', { name: 'Rules in force' }).getByRole('listitem')
}
