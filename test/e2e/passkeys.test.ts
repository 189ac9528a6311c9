import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { asModule } from '../../src/factors/factor.ts'
import { webauthnModule } from '../../src/factors/webauthn/index.ts'
import { type Person, person, signIn } from '../kit/engine.ts'
import { plugIn, type VirtualKeyOptions } from '../kit/virtual-key.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press, signOut } from './visitor.ts'

let house: Installation

before(async () => {
  house = await openInstallation({ modules: [asModule(webauthnModule)] })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('the reader of this device: added in the portal, then nothing is typed any more', async () => {
  const page = await signedIn(await person(house.world, 'ana'))
  await noteSignals(page)
  const key = await plugIn(page)
  await choose(page)
  await checkPage(page, 'set-up, which passkey')
  await page.getByText('never leave your device').waitFor()
  await page.getByRole('button', { name: /^This device/ }).click()
  await page.getByRole('heading', { name: 'This device' }).waitFor()
  await page.getByText('Cannot be copied').waitFor()
  await checkPage(page, 'my authenticators, with a passkey')
  const [credential] = await key.credentials()
  assert.ok(credential)

  const offered = page.waitForRequest('**/attempts/current/challenges')
  await page.getByRole('button', { name: 'Account of ana' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await offered
  await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
  assert.ok(((await key.credentials())[0]?.signCount ?? 0) > credential.signCount)
})

test('the button, where the browser offers nothing in the field', async () => {
  const page = await signedIn(await person(house.world, 'bela'))
  await withoutAutofill(page)
  const key = await plugIn(page)
  await choose(page)
  await page.getByRole('button', { name: /^This device/ }).click()
  await page.getByText('Cannot be copied').waitFor()
  await signOut(page, 'bela')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
  await checkPage(page, 'sign-in, with passkeys')
  await key.setUserVerified(false)
  await press(page, 'Sign in with a passkey')
  await page.getByText('it was cancelled, or it took too long').waitFor()
  await checkPage(page, 'sign-in, passkey cancelled')
  await key.setUserVerified(true)
  await press(page, 'Sign in with a passkey')
  await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

const keys: Readonly<Record<string, VirtualKeyOptions>> = {
  'a USB key that checks its owner': { transport: 'usb' },
  'a USB key without PIN': { transport: 'usb', hasUserVerification: false, isUserVerified: false },
  'a USB key that remembers nothing': { transport: 'usb', hasResidentKey: false },
  'an NFC key': { transport: 'nfc' },
  'a U2F key from before FIDO2': {
    protocol: 'u2f',
    transport: 'usb',
    hasResidentKey: false,
    hasUserVerification: false,
  },
  'a key without large blobs': { transport: 'usb', hasLargeBlob: false },
}

for (const [index, [what, options]] of Object.entries(keys).entries())
  test(`${what}: a second step after the password`, async () => {
    const name = `keys-${index}`
    const page = await signedIn(await person(house.world, name))
    await withoutAutofill(page)
    const key = await plugIn(page, options)
    await choose(page)
    await page.getByRole('button', { name: /^Security key/ }).click()
    await page.getByRole('heading', { name: 'Security key' }).waitFor()
    const checks = options.hasUserVerification !== false
    const unchecked = page.getByText('It does not check who holds it')
    await unchecked.waitFor({ state: checks ? 'detached' : 'visible' })
    const [before] = await key.credentials()

    await signOut(page, name)
    await giveName(page, name)
    await givePassword(page)
    await pickPasskey(page)
    if (index === 0) await checkPage(page, 'sign-in, passkey as second step')
    await press(page, 'Use my passkey or key')
    await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
    const [after] = await key.credentials()
    assert.ok((after?.signCount ?? 0) > (before?.signCount ?? 0))
  })

test('a passkey that is copied between devices is told apart from one that is not', async () => {
  const page = await signedIn(await person(house.world, 'cleo'))
  await plugIn(page, { defaultBackupEligibility: true, defaultBackupState: true })
  await choose(page)
  await page.getByRole('button', { name: /^This device/ }).click()
  await page.getByText('Copied between your devices').waitFor()
  await page.getByRole('heading', { name: 'Passkey', exact: true }).waitFor()
})

test('whoever turns back, brings the same key again or has none is told so in words', async () => {
  const page = await signedIn(await person(house.world, 'dora'))
  await withoutAutofill(page)
  const key = await plugIn(page, { transport: 'usb' })
  await key.setTouched(false)
  await choose(page)
  await page.getByRole('button', { name: /^Security key/ }).click()
  await page.getByText('Your browser is asking you now').waitFor()
  await checkPage(page, 'set-up, the browser asks')
  await press(page, 'Cancel')
  await page.getByRole('button', { name: /^Security key/ }).waitFor()
  await key.setTouched(true)
  await page.getByRole('button', { name: /^Security key/ }).click()
  await page.getByRole('heading', { name: 'Security key' }).waitFor()

  await page.getByRole('link', { name: 'Add an authenticator' }).click()
  await choose(page)
  await pickPasskey(page)
  await press(page, 'Use my passkey or key')
  await page.getByRole('button', { name: /^Security key/ }).click()
  await page.getByText('This key is set up already').waitFor()
  await checkPage(page, 'set-up, key set up already')
})

test('a browser that knows no keys says so where they would be set up, and offers none to sign in', async () => {
  const owner = await person(house.world, 'egon')
  const page = await signedIn(owner)
  await page.addInitScript('delete window.PublicKeyCredential')
  await page.reload()
  await choose(page)
  await page.getByText('This browser cannot use passkeys').waitFor()
  await checkPage(page, 'set-up, browser without passkeys')
  await page.goto(new URL('/', house.url).href)
  await signOut(page, 'egon')
  assert.equal(await page.getByRole('button', { name: 'Sign in with a passkey' }).count(), 0)
})

test('the keeper of passkeys hears which still count, and which was removed', async () => {
  const page = await signedIn(await person(house.world, 'fanny'))
  await noteSignals(page)
  const key = await plugIn(page)
  await choose(page)
  await page.getByRole('button', { name: /^This device/ }).click()
  await page.getByText('Cannot be copied').waitFor()
  const [credential] = await key.credentials()
  const id = Buffer.from(credential?.credentialId ?? '', 'base64').toString('base64url')
  const all = await signal(page, 'signalAllAcceptedCredentials')
  assert.deepEqual([all.rpId, all.allAcceptedCredentialIds], ['localhost', [id]])
  assert.equal((await signal(page, 'signalCurrentUserDetails')).name, 'fanny')

  await page
    .getByRole('button', { name: /Actions for This device|This device/ })
    .last()
    .click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await press(page, 'Remove')
  await pickPasskey(page)
  await press(page, 'Use my passkey or key')
  const gone = await signal(page, 'signalUnknownCredential')
  assert.deepEqual([gone.rpId, gone.credentialId], ['localhost', id])
})

async function signedIn(owner: Person): Promise<Page> {
  const { token } = await signIn(house.world, owner)
  return house.visit('/authenticators', { token })
}

async function choose(page: Page): Promise<void> {
  const card = page.getByRole('article', { name: 'Passkey or security key' })
  await card.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('heading', { name: 'Add a passkey or security key' }).waitFor()
}

/** Where the person may choose: their key. */
async function pickPasskey(page: Page): Promise<void> {
  const choice = page.getByRole('button', { name: /^Passkey or security key/ })
  const screen = page.getByRole('button', { name: 'Use my passkey or key' })
  const code = page.getByRole('button', { name: 'Try another way' })
  await choice.or(screen).or(code).first().waitFor()
  if ((await code.isVisible()) && !(await screen.isVisible())) await code.click()
  if (await choice.isVisible()) await choice.click()
  await screen.waitFor()
}

/** A browser that offers passkeys by a window only. */
async function withoutAutofill(page: Page): Promise<void> {
  const script =
    'if (window.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false'
  await page.addInitScript(script)
  await page.reload()
}

/** Notes what the page tells the browser about passkeys. */
async function noteSignals(page: Page): Promise<void> {
  await page.addInitScript(`
    window.signals = {}
    for (const name of ['signalUnknownCredential', 'signalAllAcceptedCredentials', 'signalCurrentUserDetails'])
      if (window.PublicKeyCredential) PublicKeyCredential[name] = async (options) => { window.signals[name] = options }
  `)
  await page.reload()
}

async function signal(page: Page, name: string): Promise<Record<string, unknown>> {
  const read = () => page.evaluate(`window.signals?.[${JSON.stringify(name)}]`)
  for (let tries = 0; (await read()) === undefined && tries < 100; tries++) await page.waitForTimeout(100)
  return (await read()) as Record<string, unknown>
}
