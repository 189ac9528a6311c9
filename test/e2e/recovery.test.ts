import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { codeAt, enrolMore, type Person, person, sessionOf, signIn, step } from '../kit/engine.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import {
  giveName,
  givePassword,
  nothingKept,
  press,
  recoveryCodesOn,
  scan,
  signInAs,
  stepUp,
  typeCode,
} from './visitor.ts'

const minute = 60_000
let house: Installation

before(async () => {
  house = await openInstallation()
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

/** To the page that says that a recovery code was right, and is used up. */
async function useRecoveryCode(page: Page, owner: Person): Promise<void> {
  await giveName(page, owner.account.name)
  await givePassword(page)
  await press(page, 'Try another way')
  await page.getByRole('button', { name: /Recovery codes/ }).click()
  await page.getByLabel('Recovery code').fill((owner.recoveryCodes[0] ?? '').toLowerCase())
  await press(page, 'Continue')
  await page.getByRole('heading', { name: 'Now replace what you lost' }).waitFor()
}

test('R11: a recovery code signs nobody in: it replaces what was lost, and one signs in afresh', async () => {
  const owner = await person(house.world, 'emil')
  const page = await house.visit('/sign-in')
  await giveName(page, 'emil')
  await givePassword(page)
  await press(page, 'Try another way')
  await page.getByRole('heading', { name: 'The second door' }).waitFor()
  await page.getByRole('button', { name: 'let you set up another' }).waitFor()
  await checkPage(page, 'sign-in, choose')
  await page.getByRole('button', { name: /Recovery codes/ }).click()
  await page.getByLabel('Recovery code').fill('AAAA-BBBB')
  await press(page, 'Continue')
  await page.getByText('Look for a slip of the hand').waitFor()
  await page.getByLabel('Recovery code').fill('AAAA-BBBB-CCCC-DDDD-EEEE-FFFF')
  await press(page, 'Continue')
  await page.getByText('Perhaps it was used before').waitFor()
  await checkPage(page, 'sign-in, recovery code refused')
  await page.getByLabel('Recovery code').fill(owner.recoveryCodes[0] ?? '')
  await press(page, 'Continue')
  await page.getByRole('heading', { name: 'Now replace what you lost' }).waitFor()
  await checkPage(page, 'sign-in, recovered')
  await press(page, 'Replace what I lost')

  await page.getByRole('heading', { name: 'What have you lost?' }).waitFor()
  await checkPage(page, 'recover, what is lost')
  await page.getByRole('button', { name: /Authenticator app/ }).click()
  await page.getByRole('heading', { name: 'Set up what takes its place' }).waitFor()
  await checkPage(page, 'recover, choose')
  await press(page, 'Set up')
  const app = await scan(house, page)
  await typeCode(page, app())
  const codes = await recoveryCodesOn(page)
  await page.getByRole('checkbox').check()
  await press(page, 'Done')
  await page.getByRole('heading', { name: 'It has taken its place' }).waitFor()
  await checkPage(page, 'recover, done')
  await nothingKept(house, page, [app.secret, ...codes, owner.recoveryCodes[0] ?? ''])

  await press(page, 'Go to the sign-in')
  await giveName(page, 'emil')
  await givePassword(page)
  await typeCode(page, app())
  await page.getByText('10 codes left').waitFor()
})

test('R11: what was found in time opens the second door after all', async () => {
  const owner = await person(house.world, 'frieda')
  const page = await house.visit('/sign-in')
  await useRecoveryCode(page, owner)
  await press(page, 'I have it after all')
  await page
    .getByRole('button', { name: /Authenticator app/ })
    .or(page.getByLabel('Code from your app'))
    .click()
  await typeCode(page, house.codeOf(owner))
  await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

test('a recovery that was put off, is over or was never begun says so', async () => {
  const owner = await person(house.world, 'gisela')
  const page = await house.visit('/sign-in')
  await useRecoveryCode(page, owner)
  await press(page, 'Replace what I lost')
  await press(page, 'Not now')
  await page.getByLabel('Account name').waitFor()
  await page.goto(`${house.url}/recover`)
  await page.getByRole('heading', { name: 'There is nothing to replace here' }).waitFor()
  await checkPage(page, 'recover, gone')
})

test('N-24: its owner reports an authenticator lost, and found', async () => {
  const { engine, clock } = house.world
  const phone = await person(house.world, 'hedwig')
  const first = await sessionOf(engine, phone.token)
  const begun = await enrolMore(engine, first, 'totp', (shown) => ({ code: codeAt(shown, clock.now()) }))
  clock.advance(step)
  const tablet: Person = { ...phone, totp: { id: begun.authenticator.id, shown: begun.show } }
  const page = await house.visit('/sign-in')
  await signInAs(house, page, tablet)

  const actions = page.getByRole('button', { name: /^Actions for/ })
  await actions.nth(1).waitFor()
  clock.advance(15 * minute)
  await actions.first().click()
  await page.getByRole('menuitem', { name: 'Report lost' }).click()
  await checkPage(page, 'authenticators, report lost')
  await page.getByRole('dialog').getByRole('button', { name: 'Report lost' }).click()
  await stepUp(house, page, tablet)
  await page.getByText('Authenticator app opens nothing any more').waitFor()
  await page.getByText('Reported lost', { exact: true }).waitFor()
  await checkPage(page, 'authenticators, one lost')

  await actions.first().click()
  await page.getByRole('menuitem', { name: 'I have found it' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'I have found it' }).click()
  await page.getByText('is good again').first().waitFor()
  await page.getByText('Reported lost', { exact: true }).waitFor({ state: 'detached' })
  assert.ok(await signIn(house.world, phone))
})

test('R9: what no address was told stands on the page until it is read there, and stays elsewhere', async () => {
  const owner = await person(house.world, 'irma')
  const page = await house.visit('/', { token: owner.token })
  const banner = page.getByRole('region', { name: 'What happened to your account' })
  await banner
    .getByText(/was added/)
    .first()
    .waitFor()
  await checkPage(page, 'authenticators, announced')
  const read = banner.getByRole('button', { name: 'I have read this' })
  const stories = banner.getByText('What happened, and what to do if it was not you')
  assert.equal(await read.count(), 0, 'nobody has read what is still shut')
  for (let left = await stories.count(); left > 0; left--) {
    await stories.first().click()
    await read.click()
    await stories.nth(left - 1).waitFor({ state: 'detached' })
  }
  await page.reload()
  await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
  assert.equal(await banner.count(), 0)

  const { token } = await signIn(house.world, owner)
  const elsewhere = await house.visit('/', { token })
  await elsewhere.getByRole('region', { name: 'What happened to your account' }).waitFor()
})
