import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { person, signIn } from '../kit/engine.ts'
import { cookieNames } from '../kit/server.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, pastNotices, press, signOut, typeCode } from './visitor.ts'

const minute = 60_000
let house: Installation

before(async () => {
  house = await openInstallation({
    policy: {
      mfa: 'required',
      remember: '30d',
      rules: [
        { name: 'often', who: { accounts: ['olga', 'olga-2'] }, need: { strength: 'mfa', fresh: '15m' } },
      ],
    },
  })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('who has a browser remembered needs the password alone there, until they forget it', async () => {
  const owner = await person(house.world, 'rosa')
  const page = await house.visit('/sign-in')
  await giveName(page, 'rosa')
  await givePassword(page)
  const box = page.getByLabel('Remember this browser for 30 days')
  await box.waitFor()
  assert.equal(await box.isChecked(), false, 'nobody is remembered unasked')
  await box.check()
  await checkPage(page, 'the second door, with the box')
  await typeCode(page, house.codeOf(owner))
  await pastNotices(page)
  const cookie = async () =>
    (await page.context().cookies()).find(({ name }) => name === cookieNames.remembered)
  const first = await cookie()
  assert.deepEqual(
    [first?.httpOnly, first?.secure, first?.sameSite, first?.path],
    [true, true, 'Strict', '/'],
  )

  await signOut(page, 'rosa')
  await giveName(page, 'rosa')
  await givePassword(page)
  await pastNotices(page)
  assert.notEqual((await cookie())?.value, first?.value)

  await page.getByRole('link', { name: 'Where I am signed in' }).click()
  await page.getByRole('heading', { name: 'Browsers that are remembered' }).waitFor()
  await page.getByText('One door, at a browser that is remembered').waitFor()
  await checkPage(page, 'sessions, with remembered browsers')
  await page.getByRole('button', { name: /^Forget it/ }).click()

  // The session stood on it: what it stood in for is asked for, and nothing else.
  await page.getByText('These pages want to know once more').waitFor()
  await checkPage(page, 'a session that has lapsed')
  await typeCode(page, house.codeOf(owner))
  await page.getByRole('heading', { name: 'Where I am signed in' }).waitFor()
  await page.getByText('Both doors').first().waitFor()
  await page.getByText('Browsers that are remembered').waitFor({ state: 'detached' })
})

test('a session whose proofs are too old asks for them, and goes on where it was', async () => {
  const owner = await person(house.world, 'olga')
  const page = await house.visit('/sign-in')
  await giveName(page, 'olga')
  await givePassword(page)
  await page.locator('input[autocomplete="one-time-code"]:enabled').waitFor()
  assert.equal(await page.getByLabel(/^Remember this browser/).count(), 0, 'a rule asks each time')
  await typeCode(page, house.codeOf(owner))
  await pastNotices(page)
  house.world.clock.advance(16 * minute)
  await page.goto(`${house.url}/sessions`)
  await page.getByText('These pages want to know once more').waitFor()
  await givePassword(page)
  await typeCode(page, house.codeOf(owner))
  await page.getByRole('heading', { name: 'Where I am signed in' }).waitFor()

  house.world.clock.advance(16 * minute)
  await page.goto(`${house.url}/sessions`)
  await press(page, 'Sign out')
  await page.getByLabel('Account name').waitFor()
})

test('a session that lapses while its page is open is ended by whoever signs out there', async () => {
  const owner = await person(house.world, 'olga-2')
  const { token } = await signIn(house.world, owner)
  const page = await house.visit('/sessions', { token })
  await page.getByRole('heading', { name: 'Where I am signed in' }).waitFor()
  house.world.clock.advance(16 * minute)
  await signOut(page, 'olga-2')
  assert.equal(await house.world.engine.sessions.findLiving(token), undefined)
})
