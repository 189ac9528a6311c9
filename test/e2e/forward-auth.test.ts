import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { absent } from '../cli/sallyport.fixture.ts'
import { askProxy, openSite, type ProxiedSite } from '../forward-auth/site.fixture.ts'
import { person } from '../kit/engine.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press, typeCode } from './visitor.ts'

const skip = process.env.CI === 'true' ? false : absent('nginx')
let house: Installation
let wiki: ProxiedSite
let bank: ProxiedSite

before(async () => {
  if (skip) return
  house = await openInstallation({
    policy: {
      mfa: 'required',
      rules: [{ name: 'bank', what: { applications: ['Bank'] }, need: { fresh: '5m' } }],
    },
  })
  const port = Number(new URL(house.url).port)
  wiki = await openSite(house.world.engine, {
    name: 'Wiki',
    proxy: 'nginx',
    port,
    settings: { paths: [{ path: '/open', open: true }] },
  })
  bank = await openSite(house.world.engine, { name: 'Bank', proxy: 'nginx', port })
})

afterEach(() => house?.leave())
after(async () => {
  await Promise.all([wiki?.close(), bank?.close()])
  await house?.close()
})

/** A page that may go to the sites, too. */
async function browse(): Promise<Page> {
  const page = await house.visit('/guides')
  return page.context().newPage()
}

test('a deep link leads by our pages and back, and the next site lets in without a word', {
  skip,
}, async () => {
  const owner = await person(house.world, 'rosa')
  const page = await browse()
  await page.goto(`${wiki.origin}/page?x=1#here`)
  await page.getByRole('heading', { name: 'Sign in to Wiki' }).waitFor()
  assert.equal(new URL(page.url()).origin, house.url)
  await checkPage(page, 'signing in for an application')
  await giveName(page, 'rosa')
  await givePassword(page)
  await typeCode(page, house.codeOf(owner))
  await page.getByRole('heading', { name: 'Hello rosa' }).waitFor()
  await page.getByText('/page?x=1').waitFor()
  assert.equal(new URL(page.url()).origin, wiki.origin)

  const names = (await page.context().cookies(wiki.origin)).map(({ name }) => name)
  assert.deepEqual(names.toSorted(), ['__Host-sallyport_site', '__Host-sallyport_way'])
  const [headers] = wiki.upstream.seen.slice(-1)
  assert.equal(headers?.cookie, undefined, 'R4: the site sees no cookie of ours')
  assert.match(String(headers?.['sallyport-assertion']), /^eyJ/)

  await page.goto(`${bank.origin}/accounts`)
  await page.getByRole('heading', { name: 'Hello rosa' }).waitFor()

  await page.goto(`${wiki.origin}/.sallyport/sign-out`)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
  await page.goto(`${bank.origin}/accounts`)
  await page.getByRole('heading', { name: 'Hello rosa' }).waitFor()
})

test('a site that wants fresh proofs has them confirmed, and nothing else asked for', { skip }, async () => {
  const owner = await person(house.world, 'olga')
  const page = await browse()
  await page.goto(`${wiki.origin}/`)
  await giveName(page, 'olga')
  await givePassword(page)
  await typeCode(page, house.codeOf(owner))
  await page.getByRole('heading', { name: 'Hello olga' }).waitFor()
  house.world.clock.advance(6 * 60_000)
  await page.goto(`${bank.origin}/accounts`)
  await givePassword(page)
  assert.equal(await page.getByLabel('Account name').count(), 0, 'who it is, is known')
  await typeCode(page, house.codeOf(owner))
  await page.getByRole('heading', { name: 'Hello olga' }).waitFor()
  assert.equal(new URL(page.url()).origin, bank.origin)
})

test('whoever goes back sees so, and goes on to the site by a link only', { skip }, async () => {
  const page = await browse()
  await page.goto(`${wiki.origin}/page?x=2`)
  await page.getByRole('heading', { name: 'Sign in to Wiki' }).waitFor()
  await press(page, 'Back to Wiki')
  await page.getByRole('heading', { name: 'Not signed in to Wiki' }).waitFor()
  await checkPage(page, 'back from a sign-in for a site')
  await page.reload()
  await page.getByRole('link', { name: 'open Wiki once more' }).click()
  await page.getByRole('heading', { name: 'Sign in to Wiki' }).waitFor()
})

test('R4: forged headers, open paths and scripts, by a real nginx', { skip }, async () => {
  const forged = { 'remote-user': 'admin', 'sallyport-assertion': 'eyJ', 'x-original-uri': '/open' }
  assert.equal((await askProxy(wiki, '/page', forged)).status, 401)
  const page = await askProxy(wiki, '/page', { ...forged, accept: 'text/html' })
  assert.deepEqual([page.status, page.headers.location], [302, `${wiki.origin}/.sallyport/start?to=%2Fpage`])
  assert.equal((await askProxy(wiki, '/open/a', forged)).status, 200)
  const [seen] = wiki.upstream.seen.slice(-1)
  assert.deepEqual([seen?.['remote-user'], seen?.['sallyport-assertion']], [undefined, undefined])
  const through = wiki.upstream.seen.length
  for (const path of ['/open/%2e%2e/page', '/open/..%2fpage', '/open//page', '/open;/page'])
    assert.notEqual((await askProxy(wiki, path)).status, 200, path)
  const socket = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'a' }
  assert.equal((await askProxy(wiki, '/socket', socket)).status, 401)
  assert.equal(wiki.upstream.seen.length, through)
  assert.equal((await askProxy(wiki, '/open/socket', socket)).status, 101)
})

test('the way back works once: a page that is kept says so, and leads on', { skip }, async () => {
  const page = await browse()
  await page.goto(`${house.url}/sign-in?referral=spr_${'a'.repeat(43)}`)
  await page.getByRole('heading', { name: 'This way in is over' }).waitFor()
  await checkPage(page, 'a way in that is over')
})
