import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { asModule } from '../../src/factors/factor.ts'
import { yubikeyOtpModule } from '../../src/factors/yubikey-otp/index.ts'
import { entryOf, newTestKey, otpOf, type TestKey } from '../../src/factors/yubikey-otp/test/holder.ts'
import { addToPool, goodPassword, type Person, person, signIn } from '../kit/engine.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'

let house: Installation

before(async () => {
  house = await openInstallation({
    modules: [asModule(yubikeyOtpModule)],
    factors: { 'yubikey-otp': { enabled: true } },
  })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('a prepared YubiKey is set up with one touch, and opens the second door with another', async () => {
  const ana = await person(house.world, 'ana')
  const key = await prepared()
  const page = await signedIn(ana)
  await choose(page)
  await checkPage(page, 'set-up, YubiKey')
  await touch(page, otpOf(newTestKey(), { powerUp: 1, touch: 0 }))
  await page.getByText('This key is not known here').waitFor()
  await checkPage(page, 'set-up, unknown YubiKey')
  await touch(page, otpOf(key, { powerUp: 1, touch: 1 }))
  await page.getByRole('heading', { name: `YubiKey ${key.publicId}` }).waitFor()
  await page.getByText(key.publicId, { exact: true }).waitFor()
  await checkPage(page, 'my authenticators, with a YubiKey')

  const door = await house.visit('/sign-in')
  await giveNameAndPassword(door, 'ana')
  await door.getByLabel('What the key types').waitFor()
  await checkPage(door, 'sign-in, YubiKey')
  await touch(door, otpOf(key, { powerUp: 1, touch: 1 }))
  await door.getByText('That touch was not accepted').waitFor()
  await checkPage(door, 'sign-in, touch refused')
  await touch(door, otpOf(key, { powerUp: 2, touch: 1 }).toUpperCase())
  await door.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

/** A key programmed by somebody with a machine for that, and imported. */
async function prepared(): Promise<TestKey> {
  const key = newTestKey()
  await addToPool(house.world.engine, 'yubikey-otp', entryOf(key))
  return key
}

async function signedIn(owner: Person): Promise<Page> {
  const { token } = await signIn(house.world, owner)
  return house.visit('/authenticators', { token })
}

async function choose(page: Page): Promise<void> {
  const card = page.getByRole('article', { name: 'YubiKey one-time password' })
  await card.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('heading', { name: 'Add your YubiKey' }).waitFor()
}

async function giveNameAndPassword(page: Page, name: string): Promise<void> {
  await page.getByLabel('Account name').fill(name)
  await page.keyboard.press('Enter')
  await page.getByLabel('Password', { exact: true }).fill(goodPassword)
  await page.keyboard.press('Enter')
}

/** As the key does: key strokes into whatever has the cursor, and Enter. */
async function touch(page: Page, otp: string): Promise<void> {
  await page.locator('input:not([disabled])[value=""]:focus').waitFor()
  await page.keyboard.type(otp)
  await page.keyboard.press('Enter')
}
