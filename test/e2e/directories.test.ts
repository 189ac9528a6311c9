import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { openDirectories } from '../../src/directories/index.ts'
import { goodPassword, type Person, setUpAdministrator } from '../kit/engine.ts'
import { openSlapd, type Slapd, skipWithoutSlapd, suffix, userDn } from '../kit/slapd.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press, recoveryCodesOn, scan, typeCode } from './visitor.ts'

const staff = ['ana', 'ben', 'cleo', 'dora', 'emil']

describe('directories in the console', { skip: skipWithoutSlapd }, () => {
  let slapd: Slapd
  let house: Installation
  let admin: Person

  before(async () => {
    slapd = await openSlapd()
    slapd.add(...staff.map((uid) => ({ uid, password: goodPassword, mail: `${uid}@northwind.example` })))
    const config = slapd.config({ groups: { base: `ou=groups,${suffix}` }, timeout: 1_000 })
    house = await openInstallation({ directories: (deps) => openDirectories({ staff: config }, deps) })
    admin = await setUpAdministrator(house.world, 'ada')
  })

  afterEach(async () => {
    await house.leave()
    assert.deepEqual(house.watched.faults, [])
  })

  after(async () => {
    await house?.close()
    await slapd?.close()
  })

  test('a directory is asked, read, and held back where too many would go', async () => {
    const page = await house.visit('/console/accounts', { token: admin.token })
    await page.getByRole('link', { name: 'Directories' }).click()
    await page.getByText('Not read yet').waitFor()
    await press(page, 'Ask it now')
    await page.getByText(/let us in/).waitFor()
    await page.getByText('People found: 5. Groups: 0.').waitFor()
    await press(page, 'Read it now')
    await page.getByText('Accounts: 5 made, 0 changed, 0 ended.', { exact: false }).waitFor()
    await checkPage(page, 'console, before a directory is read')
    await press(page, 'Read it')
    await page.getByText('Read: 5 made, 0 changed, 0 ended.').waitFor()
    await page.getByText('5 of 5 accounts active', { exact: false }).waitFor()
    await checkPage(page, 'console, directories')

    for (const uid of staff.slice(1)) slapd.remove(userDn(uid))
    await press(page, 'Read it now')
    await page.getByText('4 ended', { exact: false }).waitFor()
    await press(page, 'Read it')
    await page.getByText('4 of 5 accounts', { exact: false }).waitFor()
    await checkPage(page, 'console, a reading that is held')
    await dialogOf(page).getByLabel('Reason').fill('the depot is closed')
    await press(page, 'Let them go')
    await page.getByText('1 of 5 accounts active', { exact: false }).waitFor()
  })

  test('who comes from a directory signs in with the password of there, and is told where to change it', async () => {
    const page = await house.visit('/')
    await giveName(page, 'ana')
    await givePassword(page, goodPassword)
    await page.getByRole('heading', { name: 'Set up your second door' }).waitFor()
    await page.getByRole('button', { name: 'Set up' }).first().click()
    const app = await scan(house, page)
    await typeCode(page, app())
    await recoveryCodesOn(page)
    await page.getByRole('checkbox').check()
    await press(page, 'Done')
    await page.getByText('It belongs to the directory “staff”. Change it there.').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Change password' }).count(), 0)
    await checkPage(page, 'my authenticators, a password of a directory')
  })
})

function dialogOf(page: Page) {
  return page.getByRole('dialog').last()
}
