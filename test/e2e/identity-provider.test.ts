import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { typedName } from '../../src/accounts/index.ts'
import { createAccount, createApplication, inviteAccount } from '../../src/administration/index.ts'
import { refer } from '../../src/authentication/index.ts'
import { asModule } from '../../src/factors/factor.ts'
import { identityProviderModule } from '../../src/factors/identity-provider/index.ts'
import { operator, type Person, person, setUpAdministrator, signIn } from '../kit/engine.ts'
import { type ForeignProvider, openForeignProvider } from '../kit/foreign-provider.ts'
import { freePort } from '../kit/free-port.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press, scan, stepUp, typeCode } from './visitor.ts'

let house: Installation
let harbour: ForeignProvider

before(async () => {
  const port = await freePort()
  harbour = await openForeignProvider(`http://localhost:${port}/sign-in/return/harbour`)
  house = await openInstallation({
    port,
    elsewhere: [harbour.issuer],
    modules: [asModule(identityProviderModule)],
    factors: { 'identity-provider': { providers: { harbour: harbour.config } } },
  })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(async () => {
  await house?.close()
  harbour?.close()
})

/** Signs in on the page of the provider. */
async function signInThere(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { name: 'Sign in at Harbour ID' }).waitFor()
  await page.getByLabel('Name there').fill(name)
  await press(page, 'Go on')
}

/** Links an account there in the portal, and leaves the page on the list of what one has. */
async function link(page: Page, name: string): Promise<void> {
  await page.getByRole('article', { name: 'Linked sign-in' }).getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('heading', { name: 'Link an account elsewhere' }).waitFor()
  await page.getByRole('button', { name: 'Harbour ID' }).click()
  await press(page, 'Go on to Harbour ID')
  await signInThere(page, name)
}

async function linked(name: string): Promise<Person> {
  const owner = await person(house.world, name)
  const { token } = await signIn(house.world, owner)
  const page = await house.visit('/authenticators', { token })
  await link(page, `${name}-there`)
  await page.getByRole('heading', { name: `Harbour ID: ${name}-there` }).waitFor()
  return owner
}

test('V-92, V-05: an account there is linked in the portal, and opens the first door and no more', async () => {
  const ana = await person(house.world, 'ana')
  const { token } = await signIn(house.world, ana)
  const page = await house.visit('/authenticators', { token })
  const offered = page.getByRole('article', { name: 'Linked sign-in' })
  await offered.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('button', { name: 'Harbour ID' }).waitFor()
  await checkPage(page, 'which provider')
  await page.getByRole('button', { name: 'Harbour ID' }).click()
  await page.getByRole('button', { name: 'Go on to Harbour ID' }).waitFor()
  await checkPage(page, 'on to the provider')
  await press(page, 'Go on to Harbour ID')
  await signInThere(page, 'ana-there')
  await page.getByRole('heading', { name: 'Harbour ID: ana-there' }).waitFor()
  await checkPage(page, 'my authenticators, with a linked sign-in')

  const later = await house.visit('/sign-in')
  await later.getByRole('button', { name: 'Continue with Harbour ID' }).waitFor()
  await checkPage(later, 'sign in, with a provider')
  await press(later, 'Continue with Harbour ID')
  await signInThere(later, 'ana-there')
  await typeCode(later, house.codeOf(ana))
  await later.getByRole('heading', { name: 'My authenticators' }).waitFor()
  const codes = house.watched.addresses.flatMap((address) => new URL(address).searchParams.get('code') ?? [])
  assert.ok(codes.length >= 2)
  const kept = await later.evaluate<string>(
    'JSON.stringify([{ ...sessionStorage }, location.href, history.state])',
  )
  assert.ok(codes.every((code) => !kept.includes(code)))
})

test('an application sends somebody here, who goes on to the provider, and comes out at the application', async () => {
  const { engine } = house.world
  const hugo = await linked('hugo')
  const { id } = await createApplication(engine, { actor: operator, name: 'Wiki' })
  const way = { applicationId: id, door: 'oidc', wishes: {}, returnTo: '/guides' }
  const page = await house.visit((await refer(engine, way)).page)
  await page.getByRole('heading', { name: 'Sign in to Wiki' }).waitFor()
  await press(page, 'Continue with Harbour ID')
  await signInThere(page, 'hugo-there')
  await page.getByText('On the way to Wiki').waitFor()
  await typeCode(page, house.codeOf(hugo))
  await page.getByRole('heading', { name: 'Guides' }).waitFor()
})

test('R11: an administrator sees what is tied, ties what is known, and unties it', async () => {
  const admin = await setUpAdministrator(house.world, 'ida')
  const uma = await linked('uma')
  const karl = await person(house.world, 'karl')
  const { token } = await signIn(house.world, admin)
  const page = await house.visit(`/console/accounts/${karl.account.id}`, { token })
  await page.getByText('None. Its owner links one', { exact: false }).waitFor()
  await press(page, 'Tie an account')
  await page.getByLabel('Who they are there').fill('karl-there')
  await page.getByLabel('Reason').fill('export of today')
  await checkPage(page, 'console, tie an account')
  await press(page, 'Tie it')
  await page.getByText('tied by ida').waitFor()
  await page.getByText('not seen there yet').waitFor()
  await checkPage(page, 'console, an account that is tied')

  const later = await house.visit('/sign-in')
  await press(later, 'Continue with Harbour ID')
  await signInThere(later, 'karl-there')
  await typeCode(later, house.codeOf(karl))
  await later.getByRole('heading', { name: 'My authenticators' }).waitFor()

  await page.goto(`${house.url}/console/accounts/${uma.account.id}`)
  await page.getByText('called uma-there there').waitFor()
  await page.getByText('linked by its owner').waitFor()
  house.world.clock.advance(10 * 60_000)
  await page.getByRole('button', { name: 'Actions for Harbour ID: uma-there' }).click()
  await page.getByRole('menuitem', { name: 'Untie' }).click()
  await page.getByLabel('Reason').fill('left there')
  await checkPage(page, 'console, untie an account')
  await press(page, 'Untie')
  await stepUp(house, page, admin)
  await page.getByText('None. Its owner links one', { exact: false }).waitFor()
  await checkPage(page, 'console, nothing tied')
})

test('who is not linked hears so, and signs in as ever', async () => {
  const bela = await person(house.world, 'bela')
  const page = await house.visit('/sign-in')
  await press(page, 'Continue with Harbour ID')
  await signInThere(page, 'bela')
  await page.getByText('That account is not linked to one here.').waitFor()
  await checkPage(page, 'not linked')
  await press(page, 'Start again')
  await giveName(page, 'bela')
  await givePassword(page)
  await typeCode(page, house.codeOf(bela))
  await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

test('an account there that is linked already is linked to nobody else', async () => {
  await linked('cora')
  const dora = await person(house.world, 'dora')
  const { token } = await signIn(house.world, dora)
  const page = await house.visit('/authenticators', { token })
  await link(page, 'cora-there')
  await page.getByText('That account is linked already').waitFor()
  await checkPage(page, 'linked already')
  await press(page, 'Begin again')
  await page.getByRole('button', { name: 'Harbour ID' }).waitFor()
})

test('A-060, 10.1.2: an answer that this tab has not asked for goes nowhere', async () => {
  const stranger = await house.visit('/sign-in/return/harbour?code=of-mallory&state=of-mallory')
  await stranger.getByRole('heading', { name: 'This way back leads nowhere' }).waitFor()
  await checkPage(stranger, 'way back that leads nowhere')
  assert.equal(new URL(stranger.url()).search, '')
})

test('who was invited begins by it instead of a password', async () => {
  const { engine } = house.world
  const act = { actor: operator, reason: 'test' }
  const { account } = await createAccount(engine, { ...act, name: typedName.parse('finn') })
  const { invitation } = await inviteAccount(engine, { ...act, accountId: account.id })
  const { pathname, hash } = new URL(invitation.link)
  const page = await house.visit(`${pathname}${hash}`)
  await page.getByRole('heading', { name: 'Set up your first door' }).waitFor()
  await checkPage(page, 'first door')
  await link(page, 'finn-there')
  await page.getByRole('heading', { name: 'Set up your second door' }).waitFor()
  await page
    .getByRole('article', { name: 'Authenticator app' })
    .getByRole('button', { name: 'Set up' })
    .click()
  await typeCode(page, (await scan(house, page))())
  await page.getByRole('checkbox').check()
  await press(page, 'Done')
  await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

test('G10: who confirms something by it signs in there anew, and goes on where they were', async () => {
  const { clock } = house.world
  clock.set(Date.now() - 20 * 60_000)
  const gina = await person(house.world, 'gina')
  const { token } = await signIn(house.world, gina)
  const page = await house.visit('/authenticators', { token })
  await link(page, 'gina-there')
  await page.getByRole('heading', { name: 'Harbour ID: gina-there' }).waitFor()
  clock.set(Date.now())
  await page.goto(`${house.url}/contacts`)
  await press(page, 'Add a contact')
  await page.getByLabel('E-mail address').fill('gina@example.com')
  await press(page, 'Add')
  await page.getByRole('dialog', { name: 'Is it still you?' }).waitFor()
  await press(page, 'Try another way')
  await page.getByRole('button', { name: 'Linked sign-in' }).click()
  await press(page, 'Continue with Harbour ID')
  await signInThere(page, 'gina-there')
  await typeCode(page, house.codeOf(gina))
  await page.waitForURL(`${house.url}/contacts`)
  await page.getByText('No contact yet').waitFor()
})
