import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { contactSettlesAfter, typedName } from '../../src/accounts/index.ts'
import { createAccount, inviteAccount, markAccounts, newSetUpLink } from '../../src/administration/index.ts'
import {
  codeAt,
  deliverAll,
  goodPassword,
  operator,
  passwordOnly,
  person,
  tamper,
  wrongCode,
} from '../kit/engine.ts'
import { besiege, giveAddress } from '../kit/siege.ts'
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
  signOut,
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

test('N-12, 6.2.6, 6.2.7: a password may be pasted, and shown to whoever types it', async () => {
  const owner = await person(house.world, 'paula')
  const page = await house.visit('/sign-in')
  const name = page.getByLabel('Account name')
  await name.fill(goodPassword)
  await name.press('Control+a')
  await name.press('Control+x')
  await giveName(page, owner.account.name)
  const password = page.getByLabel('Password', { exact: true })
  assert.equal(await password.getAttribute('type'), 'password')
  assert.equal(await password.getAttribute('autocomplete'), 'current-password')
  await password.press('Control+v')
  assert.equal(await password.inputValue(), goodPassword)
  await press(page, 'Show password')
  assert.equal(await password.getAttribute('type'), 'text')
})

test('the set-up link makes the first administrator, works once, and leaves no secret behind', async () => {
  const waiting = await house.visit('/sign-in')
  await waiting.getByText('Nobody has set up this installation yet').waitFor()
  await checkPage(waiting, 'sign-in before set-up')

  const { link } = await newSetUpLink(house.world.engine, 'test', 'test')
  const token = link.split('#')[1] ?? ''
  const page = await house.visit(link)
  await page.getByRole('heading', { name: 'Welcome to Sallyport' }).waitFor()
  assert.equal(page.url(), `${house.url}/set-up`)

  await page.getByLabel('Account name').fill('ada')
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByLabel('New password').fill('password1234')
  await press(page, 'Continue')
  await page.getByRole('alert').first().waitFor()
  await checkPage(page, 'set-up, password refused')
  await page.getByLabel('New password').fill(goodPassword)
  await press(page, 'Continue')

  const app = await scan(house, page)
  await checkPage(page, 'set-up, authenticator')
  await typeCode(page, unfit(app()))
  await page.getByLabel('And the code that follows it').waitFor()
  await checkPage(page, 'set-up, two codes')
  await typeCode(page, app())
  await focusIn(page.getByLabel('And the code that follows it'))
  await page.keyboard.type(app())
  const codes = await recoveryCodesOn(page)
  assert.equal(codes.length, 10)
  assert.ok(await page.getByRole('button', { name: 'Done' }).isDisabled())
  await checkPage(page, 'set-up, recovery codes')
  await page.getByRole('checkbox').check()
  await press(page, 'Done')
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.getByText('No stolen password is enough to be somebody here.').waitFor()

  await nothingKept(house, page, [token, goodPassword, app.secret, ...codes])
  const again = await house.visit(link)
  await again.getByLabel('Account name').fill('eve')
  await again.getByLabel('New password').fill(goodPassword)
  await press(again, 'Continue')
  await again.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
  await checkPage(again, 'set-up, link spent')
})

test('whoever may set up nothing is told so, and is not asked to', async () => {
  await passwordOnly(house.world, 'zita')
  const mark = { mark: 'compromised', accounts: ['zita'], reason: 'test' } as const
  await markAccounts(house.world.engine, { actor: operator, ...mark })
  const page = await house.visit('/sign-in')
  await giveName(page, 'zita')
  await givePassword(page)
  await page.getByRole('heading', { name: 'Nothing can be set up here' }).waitFor()
  await page.getByText('only set up a second factor with an invitation').waitFor()
  await checkPage(page, 'sign-in, nothing to set up')
})

test('the set-up page without its link says what is missing', async () => {
  const page = await house.visit('/set-up')
  await page.getByRole('heading', { name: 'The set-up link is needed' }).waitFor()
  await checkPage(page, 'set-up, no link')
})

test('a sign-in needs password and code, says what was wrong, and takes a code once', async () => {
  const owner = await person(house.world, 'bela')
  const page = await house.visit('/')
  await page.getByLabel('Account name').waitFor()
  await checkPage(page, 'sign-in, name')
  await giveName(page, 'bela')
  await page.getByLabel('Password', { exact: true }).waitFor()
  await checkPage(page, 'sign-in, password')
  await givePassword(page, 'not this one')
  await page.getByText('That password was not accepted').waitFor()
  await checkPage(page, 'sign-in, password refused')
  await givePassword(page)

  await page.getByLabel('Code from your app').waitFor()
  await checkPage(page, 'sign-in, code')
  await typeCode(page, wrongCode(house.world, owner))
  await page.getByText('That code was not accepted').waitFor()
  await checkPage(page, 'sign-in, code refused')
  const code = house.codeOf(owner)
  await typeCode(page, code)
  await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
  await nothingKept(house, page, [goodPassword, code])

  await signOut(page, 'bela')
  await giveName(page, 'bela')
  await givePassword(page)
  await typeCode(page, code)
  await page.getByText('each code works only once').waitFor()
})

test('a name that is a long address fits on a telephone, and so does the way to say that it is another', async () => {
  const name = 'konstantina.papadopoulou-weissenberger@harbour-trading.example'
  const page = await house.visit('/sign-in')
  await giveName(page, name)
  await page.getByRole('button', { name: `Not ${name}?` }).waitFor()
  await checkPage(page, 'sign-in, a long name')
})

test('a keyboard is enough to sign in and out, while things move', async () => {
  const owner = await person(house.world, 'cleo')
  const page = await house.visit('/sign-in', { reducedMotion: 'no-preference' })
  await page.getByLabel('Account name').waitFor()
  await page.keyboard.type('cleo')
  await page.keyboard.press('Enter')
  await page.getByLabel('Password', { exact: true }).waitFor()
  await focusIn(page.getByLabel('Password', { exact: true }))
  await page.keyboard.type(goodPassword)
  await page.keyboard.press('Enter')
  await page.getByLabel('Code from your app').waitFor()
  await focusIn(page.getByLabel('Code from your app'))
  await page.keyboard.type(house.codeOf(owner))
  await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
  await tabTo(page, page.getByRole('button', { name: 'Account of cleo' }))
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await focusIn(page.getByRole('menuitem', { name: 'Sign out' }))
  await page.keyboard.press('Enter')
  await page.getByLabel('Account name').waitFor()
})

test('too many wrong answers must wait, with a countdown, and the field opens again by itself', async () => {
  const owner = await person(house.world, 'dora')
  const page = await house.visit('/sign-in', { fakeTime: true })
  await giveName(page, 'dora')
  await givePassword(page)
  const waiting = page.getByText('Too many wrong answers')
  const wrong = wrongCode(house.world, owner)
  for (let tries = 0; tries < 8 && !(await waiting.isVisible()); tries++) {
    await typeCode(page, wrong)
    await page.getByText('That code was not accepted').or(waiting).first().waitFor()
    await page.locator('[data-loading]').first().waitFor({ state: 'detached' })
  }
  await waiting.waitFor()
  await page.getByText(/0:[0-3]\d/).waitFor()
  assert.ok(await page.getByLabel('Code from your app').isDisabled())
  await checkPage(page, 'sign-in, throttled')

  house.world.clock.advance(minute)
  await page.clock.fastForward(minute)
  await page.getByText('You can try again now').waitFor()
  await typeCode(page, house.codeOf(owner))
  await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

test('whose machine has a clock that is hours off signs in all the same, and times are told as they are', async () => {
  const owner = await person(house.world, 'dana')
  for (const off of [-3 * 60 * minute, 3 * 60 * minute]) {
    const page = await house.visit('/sign-in', { fakeTime: house.world.clock.now() + off })
    await signInAs(house, page, owner)
    await page.getByText('Used now').first().waitFor()
  }
})

test('fresh recovery codes replace the old', async () => {
  const owner = await person(house.world, 'emil')
  const page = await house.visit('/sign-in')
  const token = await signInAs(house, page, owner)
  await press(page, 'Get fresh codes')
  const dialog = page.getByRole('dialog', { name: 'Get fresh recovery codes?' })
  await checkPage(page, 'authenticators, refill')
  await dialog.getByRole('button', { name: 'Get fresh codes' }).click()
  await page.getByRole('dialog', { name: 'Keep your recovery codes' }).waitFor()
  const fresh = await recoveryCodesOn(page)
  assert.equal(fresh.filter((item) => owner.recoveryCodes.includes(item)).length, 0)
  await page.getByRole('checkbox').check()
  await press(page, 'Done')
  await page.getByText('10 codes left').waitFor()
  await nothingKept(house, page, [...fresh, token])
})

test('what ends soon says until when, and leads to where the next one is added', async () => {
  const owner = await person(house.world, 'enno')
  const end = house.world.clock.now() + 9 * 24 * 60 * minute
  await tamper(house.world.engine, (db) =>
    db.updateTable('authenticators').set({ expires_at: end }).where('id', '=', owner.totp.id),
  )
  const page = await house.visit('/', { token: owner.token })
  await page.getByText(/^Ends on /).waitFor()
  await checkPage(page, 'my authenticators, one that ends soon')
  await page.getByRole('link', { name: 'Add the next one' }).click()
  await page.getByRole('article', { name: 'Authenticator app' }).waitFor()
})

test('authenticators are added, renamed and removed, after the doors were opened once more', async () => {
  const owner = await person(house.world, 'fritz')
  const page = await house.visit('/', { token: owner.token })
  await page.getByText('Two doors protect your account').waitFor()
  await checkPage(page, 'authenticators')
  house.world.clock.advance(15 * minute)

  await page.getByRole('link', { name: 'Add an authenticator' }).click()
  await page.getByRole('heading', { name: 'Add an authenticator' }).waitFor()
  await page.getByText('How it works').first().click()
  await checkPage(page, 'add, choose')
  await page.getByRole('button', { name: 'Set up' }).first().click()
  await page.getByRole('dialog', { name: 'Is it still you?' }).waitFor()
  await checkPage(page, 'step-up')
  await stepUp(house, page, owner)
  const app = await scan(house, page)
  await page.getByText('Cannot scan?').click()
  await checkPage(page, 'add, authenticator')
  await typeCode(page, app())
  await page.getByText('It is set up, and yours').waitFor()
  await nothingKept(house, page, [app.secret])

  const cards = page.getByRole('button', { name: /^Actions for/ })
  await cards.nth(1).waitFor()
  assert.equal(await cards.count(), 2)
  await cards.nth(1).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Tablet')
  await checkPage(page, 'authenticators, rename')
  await press(page, 'Save')
  await page.getByRole('heading', { name: 'Tablet' }).waitFor()

  await page.getByRole('button', { name: 'Actions for Tablet' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await checkPage(page, 'authenticators, remove')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Tablet is removed').waitFor()
  assert.equal(await cards.count(), 1)
})

test('strangers have used up the tries: the owner gets a way in by mail, and still needs both doors', async () => {
  const owner = await person(house.world, 'lotte')
  await giveAddress(house.world, owner, 'lotte@example.com', { confirmed: true })
  await besiege(house.world, owner)
  const page = await house.visit('/sign-in')
  await giveName(page, 'lotte')
  await givePassword(page)
  await page.getByText('used up the tries of all browsers').waitFor()
  await checkPage(page, 'sign-in, besieged')
  await press(page, 'Mail me a way in')
  await page.getByText('a link is on its way there').waitFor()
  await deliverAll(house.world.engine)
  const letter = house.mailbox.messages.findLast(({ to }) => to === 'lotte@example.com')
  const [link = ''] = /http\S+\/lane#\S+/.exec(letter?.text ?? '') ?? []
  await page.goto(link)
  await page.getByRole('heading', { name: 'Go on in this browser' }).waitFor()
  await checkPage(page, 'a mailed lane')
  await press(page, 'Go on to the sign-in')
  await givePassword(page)
  await page.getByLabel('Code from your app').waitFor()
})

test('whoever forgot their password chooses another by a mailed link and their second step', async () => {
  const owner = await person(house.world, 'mona')
  await giveAddress(house.world, owner, 'mona@example.com', { confirmed: true })
  house.world.clock.advance(contactSettlesAfter)
  const page = await house.visit('/sign-in')
  await giveName(page, 'mona')
  await press(page, 'Forgot your password?')
  await page.getByText('a link is on its way there').waitFor()
  await checkPage(page, 'sign-in, a link asked for')
  await deliverAll(house.world.engine)
  const letter = house.mailbox.messages.findLast(({ to }) => to === 'mona@example.com')
  const [link = ''] = /http\S+\/forgotten#\S+/.exec(letter?.text ?? '') ?? []
  await page.goto(link)
  await page.getByRole('heading', { name: 'Choose another password' }).waitFor()
  await checkPage(page, 'a mailed way to another password')
  await press(page, 'Go on')
  await page.getByText('First show your second step').waitFor()
  await checkPage(page, 'the second step before another password')
  await typeCode(page, codeAt(owner.totp.shown, house.world.clock.now()))
  await page.getByRole('heading', { name: 'Now choose another password' }).waitFor()
  await checkPage(page, 'on to another password')
  await press(page, 'Choose another password')
  await page.getByLabel('New password').fill('seven-lanterns-on-the-quay')
  await press(page, 'Save the password')
  await page.getByRole('heading', { name: 'It has taken its place' }).waitFor()
  await press(page, 'Go to the sign-in')
  await giveName(page, 'mona')
  await givePassword(page)
  await page.getByText('That password was not accepted').waitFor()
  await givePassword(page, 'seven-lanterns-on-the-quay')
  await page.getByLabel('Code from your app').waitFor()
  await page.goto(link)
  await press(page, 'Go on')
  await page.getByText('This link was used').waitFor()
})

test('turning back from the step-up changes nothing', async () => {
  const owner = await person(house.world, 'gerd')
  house.world.clock.advance(15 * minute)
  const page = await house.visit('/', { token: owner.token })
  await page.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog', { name: 'Is it still you?' }).getByRole('button', { name: 'Close' }).click()
  await page.getByRole('dialog', { name: /^Remove/ }).waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await page.getByRole('button', { name: /^Actions for/ }).count(), 1)
})

test('a password is changed by whoever knows the old one, and one that is too long is refused, not cut', async () => {
  const owner = await person(house.world, 'hanna')
  const page = await house.visit('/', { token: owner.token })
  await press(page, 'Change password')
  await page.getByLabel('Current password').fill('wrong wrong wrong')
  await page.getByLabel('New password').fill('seven-lanterns-on-the-quay')
  await press(page, 'Change password')
  await page.getByText('The current password was not accepted').waitFor()
  await checkPage(page, 'authenticators, change password')
  await page.getByLabel('Current password').fill(goodPassword)
  await page.getByLabel('New password').fill('')
  await page.keyboard.insertText(`${goodPassword} `.repeat(12))
  await press(page, 'Change password')
  await page.getByText('Use at most 256 characters: 20 fewer.').waitFor()
  await page.getByLabel('New password').fill('seven-lanterns-on-the-quay')
  await press(page, 'Change password')
  await page.getByText('Your password is changed').waitFor()
  await signOut(page, 'hanna')
  await signInAs(house, page, { ...owner, password: 'seven-lanterns-on-the-quay' })
})

test('one sees where one is signed in, and ends the others', async () => {
  const owner = await person(house.world, 'ilse')
  const here = await house.visit('/sessions', { token: owner.token })
  await here.getByText('You are signed in nowhere else').waitFor()
  await checkPage(here, 'sessions, alone')
  const userAgent = 'HarbourKiosk/12.4.1 (embedded terminal of the harbour office)'
  const there = await house.visit('/sign-in', { userAgent })
  await signInAs(house, there, owner)
  const elsewhere = await house.visit('/sign-in')
  await signInAs(house, elsewhere, owner)

  await here.reload()
  const ends = here.getByRole('button', { name: /^Sign out there/ })
  await ends.nth(1).waitFor()
  await here.getByText(/^HarbourKiosk.{27}…$/).waitFor()
  await checkPage(here, 'sessions, three')
  await ends.first().click()
  await ends.nth(1).waitFor({ state: 'detached' })
  await press(here, 'Sign out everywhere else')
  await checkPage(here, 'sessions, end others')
  await here.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere else' }).click()
  await here.getByText('One session ended').waitFor()
  await here.getByText('You are signed in nowhere else').waitFor()
  for (const page of [there, elsewhere]) {
    await page.reload()
    await page.getByLabel('Account name').waitFor()
  }
})

test('whoever signs out is out, also where it cannot be found out which applications have to hear of it', async () => {
  const owner = await person(house.world, 'ines')
  const page = await house.visit('/sign-in')
  await signInAs(house, page, owner)
  await page.route('**/api/v1/session/sign-out', (route) => route.fulfill({ status: 503, json: {} }))
  await signOut(page, 'ines')
  await page.goto(`${house.url}/sessions`)
  await page.getByLabel('Account name').waitFor()
})

test('an invitation leads through both doors, works once, and says when it is spent', async () => {
  const account = await passwordless('jana')
  const { invitation } = await inviteAccount(house.world.engine, account)
  const page = await house.visit(invitation.link)
  await page.getByRole('heading', { name: 'Choose a password' }).waitFor()
  assert.equal(page.url(), `${house.url}/welcome`)
  await checkPage(page, 'welcome, password')
  await page.getByLabel('New password').fill(goodPassword)
  await press(page, 'Save the password')
  await page.getByRole('heading', { name: 'Set up your second door' }).waitFor()
  await checkPage(page, 'welcome, choose')
  await page.getByRole('button', { name: 'Set up' }).first().click()
  const app = await scan(house, page)
  // After a slip of the hand one right code is enough.
  await typeCode(page, unfit(app()))
  await page.getByLabel('And the code that follows it').waitFor()
  await typeCode(page, app())
  await press(page, 'Confirm')
  const codes = await recoveryCodesOn(page)
  await page.getByRole('checkbox').check()
  await press(page, 'Done')
  await page.getByText('Two doors protect your account').waitFor()
  await nothingKept(house, page, [invitation.link.split('#')[1] ?? '', app.secret, ...codes])

  const again = await house.visit(invitation.link)
  await again.getByRole('heading', { name: 'This invitation does not work any more' }).waitFor()
  await checkPage(again, 'welcome, spent')
  const without = await house.visit('/welcome')
  await without.getByRole('heading', { name: 'The whole link is needed' }).waitFor()
})

test('a sign-in that took too long says so gently and starts again', async () => {
  await person(house.world, 'karl')
  const page = await house.visit('/sign-in')
  await giveName(page, 'karl')
  await page.getByLabel('Password', { exact: true }).waitFor()
  house.world.clock.advance(60 * minute)
  await givePassword(page)
  await page.getByRole('heading', { name: 'This took a little too long' }).waitFor()
  await checkPage(page, 'sign-in, expired')
  await press(page, 'Start again')
  await page.getByLabel('Account name').waitFor()
})

test('an address that leads nowhere says so and shows the way', async () => {
  const page = await house.visit('/no/such/page')
  await page.getByRole('heading', { name: 'There is no door here' }).waitFor()
  await checkPage(page, 'not found')
  await page.getByRole('link', { name: 'Go to my authenticators' }).click()
  await page.getByLabel('Account name').waitFor()
})

test('nothing moves for those who asked for stillness', async () => {
  const moving = await house.visit('/sign-in', { reducedMotion: 'no-preference' })
  const still = await house.visit('/sign-in', { reducedMotion: 'reduce' })
  await still.getByLabel('Account name').waitFor()
  await moving.getByLabel('Account name').waitFor()
  assert.ok((await longestMotion(moving)) > 0.1)
  assert.ok((await longestMotion(still)) <= 0.001)
})

/** Seconds of the longest transition or animation that any element of the page has. */
function longestMotion(page: Page): Promise<number> {
  return page.evaluate<number>(`Math.max(...[...document.querySelectorAll('*')].flatMap((element) => {
    const { transitionDuration, animationDuration } = getComputedStyle(element)
    return [...transitionDuration.split(','), ...animationDuration.split(',')].map(Number.parseFloat)
  }))`)
}

async function passwordless(name: string) {
  const { account } = await createAccount(house.world.engine, {
    actor: operator,
    name: typedName.parse(name),
  })
  return { actor: operator, accountId: account.id, reason: 'test' }
}

/** A code that differs from this one in every digit. */
function unfit(code: string): string {
  return code.replace(/\d/g, (digit) => String((Number(digit) + 5) % 10))
}

async function focusIn(field: Locator): Promise<void> {
  await field.and(field.page().locator(':focus')).waitFor()
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 15; presses++) {
    await page.keyboard.press('Tab')
    if (await target.and(page.locator(':focus')).isVisible()) return
  }
  assert.fail('the keyboard does not reach it')
}
