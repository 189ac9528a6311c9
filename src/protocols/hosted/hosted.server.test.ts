import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attack, type Scene } from '../../../test/kit/attack.ts'
import { codeAt, operator, type Person, rowsOf, signIn, step } from '../../../test/kit/engine.ts'
import { type Answer, type Client, codeOf, passwordOf } from '../../../test/kit/server.ts'
import { changeApplication, createAccount, disableAccount } from '../../administration/index.ts'
import type { Application } from '../../applications/index.ts'
import { hostedKind, hostedSettings } from '../../authentication/index.ts'

const back = 'https://shop.example/signed-in'
const minute = 60_000
const inside = '192.0.2.7'
const abroad = {
  name: 'abroad',
  where: { outside: ['127.0.0.0/8', '192.0.2.0/24'] },
  need: { deny: true as const },
}

interface Shop {
  readonly key: Client
  readonly application: Application
}

/** An application with code of its own, that sends people here. */
async function shopIn({ engine, server }: Scene, vouches = false): Promise<Shop> {
  const key = await server.application(vouches ? ['attempts', 'vouch:first-factor'] : ['attempts'], {
    vouches,
  })
  const token = key.headers.get('authorization')?.slice('Bearer '.length) ?? ''
  const application = (await engine.apiKeys.authenticate(token))?.application
  assert.ok(application)
  const statement = engine.doors.set(application.id, hostedKind.id, { returnTo: [back] })
  assert.equal(await engine.storage.book({ statements: [statement], locks: [] }), 'booked')
  return { key, application }
}

interface Sent {
  readonly url: string
  readonly browser: string
}

async function send({ key }: Shop, body: object = {}): Promise<Sent> {
  const sent = await key.post('/referrals', { returnTo: back, ...body })
  assert.equal(sent.status, 201, sent.text)
  return sent.body as Sent
}

/** One hop of a browser on our origin: where it leads. */
async function hop(browser: Client, address: string): Promise<URL> {
  const { pathname, search } = new URL(address, 'https://sallyport.example')
  const answer = await browser.send({ method: 'GET', path: `${pathname}${search}` })
  assert.equal(answer.status, 302, answer.text)
  return new URL(String(answer.headers.location), 'https://sallyport.example')
}

function referralIn(page: URL): string {
  assert.equal(page.pathname, '/sign-in')
  return page.searchParams.get('referral') ?? assert.fail('no referral')
}

function codeIn(there: URL): string {
  assert.equal(`${there.origin}${there.pathname}`, back)
  return there.searchParams.get('code') ?? assert.fail('no code')
}

/** At our page, as its script does: only what is given is proved. */
async function proveThere(browser: Client, page: URL, proofs: readonly object[]): Promise<URL> {
  const { body } = await browser.get(`/referrals/${referralIn(page)}`)
  const done = await browser.post('/attempts/current/proofs', { proofs, complete: true })
  assert.equal(done.body.state, 'completed', done.text)
  return hop(browser, body.continueAt)
}

function redeem({ key }: Shop, code: string, browser: string, source?: string): Promise<Answer> {
  return key.post('/referrals/redeem', { code, browser, source })
}

/** Somebody who is signed in at our pages is let in to the application. */
async function letIn(
  scene: Scene,
  shop: Shop,
  owner: Person,
  body: object = {},
  source?: string,
): Promise<Answer> {
  const { token } = await signIn(scene, owner)
  const sent = await send(shop, body)
  const there = await hop(await scene.server.signedIn(token), sent.url)
  const redeemed = await redeem(shop, codeIn(there), sent.browser, source)
  assert.equal(redeemed.status, 200, redeemed.text)
  return redeemed
}

attack(
  'an application sends a browser, and has it back signed in with everything that is asked for',
  async (scene) => {
    const { server, clock, alice } = scene
    const shop = await shopIn(scene)
    const sent = await send(shop, { state: '/cart' })
    const browser = await server.browser()
    const page = await hop(browser, sent.url)
    await browser.post('/attempts', { account: 'alice', referral: referralIn(page) })
    const there = await proveThere(browser, page, [passwordOf(alice), codeOf(scene, alice)])
    clock.advance(step)
    const { body } = await redeem(shop, codeIn(there), sent.browser)
    assert.equal(body.state, '/cart')
    assert.deepEqual(body.admission.account, { id: alice.account.id, name: 'alice' })
    assert.deepEqual([body.admission.assurance, body.admission.amr], [2, ['mfa', 'otp', 'pwd']])
    assert.equal((await shop.key.get(`/admissions/${body.admission.id}`)).status, 200)
    // The next application lets her in without a word, and a third time she need not even come by.
    const other = await shopIn(scene)
    const again = await send(other)
    assert.equal((await redeem(other, codeIn(await hop(browser, again.url)), again.browser)).status, 200)
  },
  { on: 'each', audited: ['application.admitted'] },
)

attack(
  'where the application vouches only the second factor is asked for, and the sign-in is to it alone',
  async (scene) => {
    const { server, alice } = scene
    const shop = await shopIn(scene, true)
    const sent = await send(shop, { account: 'Alice', vouched: true })
    const browser = await server.browser()
    const page = await hop(browser, sent.url)
    const there = await proveThere(browser, page, [codeOf(scene, alice)])
    assert.equal(browser.cookies.has('__Host-sallyport_session'), false)
    assert.equal((await browser.get('/session')).status, 401)
    const { body } = await redeem(shop, codeIn(there), sent.browser)
    assert.deepEqual([body.admission.account.name, body.admission.assurance], ['alice', 2])
    assert.equal(browser.cookies.has('__Host-sallyport_application'), false)
    // Its word counts for itself: the next application asks for everything.
    const other = await shopIn(scene)
    const elsewhere = await hop(browser, (await send(other)).url)
    assert.equal((await browser.get(`/referrals/${referralIn(elsewhere)}`)).body.state, 'sign-in')
    await shop.key.delete(`/admissions/${body.admission.id}`)
    assert.equal((await shop.key.get(`/admissions/${body.admission.id}`)).body.code, 'admission.over')
    const sessions = await rowsOf(scene.engine, 'sessions')
    assert.equal(
      sessions.some((row) => row.application_id === shop.application.id),
      false,
    )
  },
  { on: 'each' },
)

attack('whoever has no second factor sets one up on the way', async (scene) => {
  const { engine, server, clock } = scene
  const shop = await shopIn(scene, true)
  await createAccount(engine, { actor: operator, name: { key: 'nina' as never, shown: 'Nina' } })
  const sent = await send(shop, { account: 'nina', vouched: true })
  const browser = await server.browser()
  const page = await hop(browser, sent.url)
  const { body } = await browser.get('/attempts/current')
  assert.equal(body.state, 'enrolling')
  const begun = await browser.post('/authenticators', { factor: 'totp' })
  const code = codeAt(begun.body.show, clock.now())
  await browser.post(`/authenticators/${begun.body.id}/confirm`, { answer: { code } })
  const done = await browser.post('/attempts/current/complete', {})
  assert.equal(done.body.state, 'completed', done.text)
  const referral = await browser.get(`/referrals/${referralIn(page)}`)
  const there = await hop(browser, referral.body.continueAt)
  assert.equal((await redeem(shop, codeIn(there), sent.browser)).body.admission.assurance, 2)
})

attack(
  'R7: nobody vouches without the right to, and a right that was taken away says nothing',
  async (scene) => {
    const { engine, server } = scene
    const plain = await shopIn(scene)
    const asked = { returnTo: back, account: 'alice', vouched: true }
    assert.equal((await plain.key.post('/referrals', asked)).status, 403)
    const shop = await shopIn(scene, true)
    assert.equal(
      (await shop.key.post('/referrals', { ...asked, account: undefined })).body.code,
      'attempt.vouched-nobody',
    )
    const sent = await send(shop, asked)
    await changeApplication(engine, {
      actor: operator,
      applicationId: shop.application.id,
      changes: { vouches: false },
      reason: 'test',
    })
    const browser = await server.browser()
    await hop(browser, sent.url)
    assert.equal(browser.cookies.has('__Host-sallyport_attempt'), false)
  },
)

attack('a vouch is good for the first browser that comes, and for one attempt', async (scene) => {
  const shop = await shopIn(scene, true)
  const sent = await send(shop, { account: 'alice', vouched: true })
  await hop(await scene.server.browser(), sent.url)
  const thief = await scene.server.browser()
  const page = await hop(thief, sent.url)
  assert.equal(thief.cookies.has('__Host-sallyport_attempt'), false)
  // What its address opens is a sign-in like any other: with the password.
  await thief.post('/attempts', { account: 'alice', referral: referralIn(page) })
  const { body } = await thief.post('/attempts/current/proofs', { proofs: [codeOf(scene, scene.alice)] })
  assert.equal(body.code, 'proof.first-factor-first')
})

attack('A-046: a code is good once, for a minute, for the browser that set out', async (scene) => {
  const { clock, server, alice, mallory } = scene
  const shop = await shopIn(scene)
  const { token } = await signIn(scene, mallory)
  const browser = await server.signedIn(token)
  const codeFor = async (sent: Sent) => codeIn(await hop(browser, sent.url))
  // Mallory has Alice follow a link with a code of Mallory's: Alice's browser has set out on another way.
  const [own, hers] = [await send(shop), await send(shop)]
  const code = await codeFor(own)
  assert.equal((await redeem(shop, code, hers.browser)).body.code, 'hosted.way-over')
  assert.equal((await redeem(shop, code, own.browser)).body.code, 'hosted.way-over')
  const once = await send(shop)
  const good = await codeFor(once)
  const both = await Promise.all([redeem(shop, good, once.browser), redeem(shop, good, once.browser)])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 404])
  const late = await send(shop)
  const slow = await codeFor(late)
  clock.advance(minute)
  assert.equal((await redeem(shop, slow, late.browser)).body.code, 'hosted.way-over')
  const again = await browser.send({
    method: 'GET',
    path: new URL(once.url).pathname + new URL(once.url).search,
  })
  assert.equal(again.status, 404)
  assert.equal(alice.account.name, 'alice')
})

attack(
  'A-060 login CSRF: a vouched way that was planted in somebody’s browser signs them in nowhere, and out of nothing',
  async (scene) => {
    const { server, clock, alice, mallory } = scene
    const shop = await shopIn(scene, true)
    const browser = await server.signedIn((await signIn(scene, alice)).token)
    // Mallory sets out, and has Alice follow the link; then she even tells Alice a code of hers.
    const [own, hers] = [await send(shop, { account: 'mallory', vouched: true }), await send(shop)]
    const page = await hop(browser, own.url)
    const planted = await browser.get('/attempts/current')
    assert.equal(planted.body.account.name, 'mallory', 'the page says whose it is')
    const there = await proveThere(browser, page, [codeOf(scene, mallory)])
    clock.advance(step)
    const code = codeIn(there)
    assert.equal((await redeem(shop, code, hers.browser)).body.code, 'hosted.way-over')
    assert.equal((await redeem(shop, code, own.browser)).body.code, 'hosted.way-over', 'it is burnt')
    assert.equal((await browser.get('/session')).body.account.name, 'alice', 'nor at our pages')
  },
  { on: 'each' },
)

attack('a code and an admission are those of one application', async (scene) => {
  const { server, alice } = scene
  const [shop, other] = [await shopIn(scene), await shopIn(scene)]
  const { token } = await signIn(scene, alice)
  const sent = await send(shop)
  const code = codeIn(await hop(await server.signedIn(token), sent.url))
  assert.equal((await redeem(other, code, sent.browser)).body.code, 'hosted.way-over')
  const { body } = await redeem(shop, code, sent.browser)
  const path = `/admissions/${body.admission.id}`
  assert.equal((await other.key.get(path)).body.code, 'admission.over')
  assert.equal((await other.key.delete(path)).status, 204)
  assert.equal((await shop.key.get(path)).status, 200)
  assert.equal((await (await server.signedIn(token)).get(path)).status, 401)
})

attack('whoever is named has to be the one who comes', async (scene) => {
  const { server, alice, mallory } = scene
  const shop = await shopIn(scene)
  const { token } = await signIn(scene, mallory)
  for (const account of ['alice', 'nobody-at-all']) {
    const browser = await server.signedIn(token)
    const page = await hop(browser, (await send(shop, { account })).url)
    const { body } = await browser.get(`/referrals/${referralIn(page)}`)
    assert.deepEqual([body.state, body.account], ['sign-in', account])
    assert.equal((await hop(browser, body.continueAt)).pathname, '/sign-in')
  }
  assert.equal((await letIn(scene, shop, alice, { account: 'ALICE' })).status, 200)
})

attack(
  'R3: an admission is decided anew at each use, and by what one action asks for',
  async (scene) => {
    const { engine, clock, alice } = scene
    const shop = await shopIn(scene)
    const { body } = await letIn(scene, shop, alice)
    const path = `/admissions/${body.admission.id}`
    const status = async (query = '') => (await shop.key.get(`${path}${query}`)).status
    assert.deepEqual([await status(), await status('?maxAge=300&assurance=2')], [200, 200])
    clock.advance(6 * minute)
    const stale = await shop.key.get(`${path}?maxAge=300`)
    assert.deepEqual(
      [stale.status, stale.body.code, stale.body.details.maxAge],
      [403, 'step-up.required', 300],
    )
    assert.deepEqual([await status(), await status('?phishingResistant=true')], [200, 403])
    assert.equal(await status('?assurance=3'), 403)
    assert.equal(await status('?assurance=1'), 400)
    await disableAccount(engine, { actor: operator, accountId: alice.account.id, reason: 'test' })
    assert.equal((await shop.key.get(path)).body.code, 'admission.over')
  },
  { on: 'each', bystander: false },
)

attack(
  'R15: rules about places hold where the application says whence somebody comes, and demand where it does not',
  async (scene) => {
    const { alice } = scene
    const shop = await shopIn(scene)
    const { body } = await letIn(scene, shop, alice, {}, inside)
    const path = `/admissions/${body.admission.id}`
    assert.equal((await shop.key.get(`${path}?source=${inside}`)).status, 200)
    assert.equal((await shop.key.get(`${path}?source=203.0.113.9`)).body.code, 'admission.over')
    assert.equal((await shop.key.get(path)).body.code, 'admission.over')
    assert.equal((await shop.key.get(`${path}?source=here`)).status, 400)
  },
  { world: { policy: { rules: [abroad] } } },
)

attack('a wish for something fresher is met by what is missing, for the same person', async (scene) => {
  const { clock, server, alice } = scene
  const shop = await shopIn(scene)
  const { token } = await signIn(scene, alice)
  const browser = await server.signedIn(token)
  clock.advance(10 * minute)
  const sent = await send(shop, { account: 'alice', wishes: { maxAge: 60 } })
  const page = await hop(browser, sent.url)
  const referral = referralIn(page)
  assert.equal((await browser.get(`/referrals/${referral}`)).body.state, 'step-up')
  await browser.post('/session/step-up', { referral })
  const there = await proveThere(browser, page, [passwordOf(alice), codeOf(scene, alice)])
  const { body } = await redeem(shop, codeIn(there), sent.browser)
  const path = `/admissions/${body.admission.id}?maxAge=60`
  assert.equal((await shop.key.get(path)).status, 200)
})

attack('people come back to addresses that are set, letter by letter, and to no other', async (scene) => {
  const { engine } = scene
  const shop = await shopIn(scene)
  for (const returnTo of [
    `${back}/`,
    `${back}?next=//evil`,
    'https://SHOP.example/signed-in',
    'https://evil.example/',
  ])
    assert.equal((await shop.key.post('/referrals', { returnTo })).body.code, 'hosted.return-unknown')
  for (const bad of [
    'http://shop.example/',
    'javascript:alert(1)',
    'https://a@shop.example/',
    'https://shop.example/#x',
    'https://shop.example/?code=1',
    'http://localhost.evil.example/',
  ])
    assert.equal(hostedKind.settings.safeParse({ returnTo: [bad] }).success, false, bad)
  for (const good of [
    'http://localhost:3000/in',
    'http://127.0.0.1/in',
    'http://shop.localhost/',
    'https://shop.example/?a=b',
  ])
    assert.equal(hostedKind.settings.safeParse({ returnTo: [good] }).success, true, good)
  const sent = await send(shop)
  const [door] = await engine.doors.of(shop.application.id)
  assert.ok(door)
  const statement = engine.doors.change(door, { returnTo: ['https://shop.example/moved'] })
  await engine.storage.book({ statements: [statement], locks: [] })
  const { pathname, search } = new URL(sent.url)
  const stranger = scene.server.stranger()
  assert.equal((await stranger.send({ method: 'GET', path: `${pathname}${search}` })).status, 404)
})

attack('R11: a recovery code opens nothing on the word of an application', async (scene) => {
  const { server, alice } = scene
  const shop = await shopIn(scene, true)
  const browser = await server.browser()
  await hop(browser, (await send(shop, { account: 'alice', vouched: true })).url)
  const proof = { factor: 'recovery-codes', proof: { code: alice.recoveryCodes[0] } }
  await browser.post('/attempts/current/proofs', { proofs: [proof] })
  assert.notEqual((await browser.get('/attempts/current')).body.state, 'recovered')
  assert.notEqual((await browser.post('/attempts/current/recover', {})).status, 201)
})

attack('G9: what leads back is kept as hashes', async (scene) => {
  const { engine, server, alice } = scene
  const shop = await shopIn(scene)
  const { token } = await signIn(scene, alice)
  const sent = await send(shop)
  const code = codeIn(await hop(await server.signedIn(token), sent.url))
  const rows = JSON.stringify(await rowsOf(engine, 'hosted_ways'), (_, value) =>
    typeof value === 'bigint' ? Number(value) : value,
  )
  const way = new URL(sent.url).searchParams.get('way') ?? ''
  for (const secret of [code, sent.browser, way]) assert.equal(rows.includes(secret), false)
})

attack(
  'whoever is vouched for and unknown gets an account where that is set, and else none',
  async (scene) => {
    const { engine, server } = scene
    const shop = await shopIn(scene, true)
    const asked = { account: 'Olga', vouched: true }
    await hop(await server.browser(), (await send(shop, asked)).url)
    const known = async (name: string) => (await engine.accounts.findByName(name as never))?.name
    assert.equal(await known('olga'), undefined)
    const [door] = await engine.doors.of(shop.application.id)
    assert.ok(door)
    const statement = engine.doors.change(door, { returnTo: [back], provides: true })
    await engine.storage.book({ statements: [statement], locks: [] })
    const browser = await server.browser()
    await hop(browser, (await send(shop, asked)).url)
    assert.equal(await known('olga'), 'Olga')
    assert.equal((await browser.get('/attempts/current')).body.state, 'enrolling')
    // Nobody gets in by a password that was never set.
    const thief = await server.browser()
    await thief.post('/attempts', { account: 'olga' })
    const proof = { factor: 'password', proof: { password: '' } }
    assert.notEqual((await thief.post('/attempts/current/proofs', { proofs: [proof] })).status, 200)
    // Without a vouch nobody is made up.
    await hop(await server.browser(), (await send(shop, { account: 'peter' })).url)
    assert.equal(await known('peter'), undefined)
  },
)

attack(
  'a browser that is remembered behind a vouch stands in behind the word of that application, and nowhere else',
  async (scene) => {
    const { engine, server, clock, alice } = scene
    const [shop, other] = [await shopIn(scene, true), await shopIn(scene, true)]
    const browser = await server.browser()
    const arrive = async (at: Shop) => {
      const sent = await send(at, { account: 'alice', vouched: true })
      return {
        sent,
        page: await hop(browser, sent.url),
        state: (await browser.get('/attempts/current')).body.state,
      }
    }
    const prove = async ({ page }: { readonly page: URL }, proofs: readonly object[]) => {
      const { body } = await browser.get(`/referrals/${referralIn(page)}`)
      const done = await browser.post('/attempts/current/proofs', {
        proofs,
        complete: true,
        rememberBrowser: true,
      })
      assert.equal(done.body.state, 'completed', done.text)
      return hop(browser, body.continueAt)
    }
    const first = await arrive(shop)
    assert.equal(first.state, 'proving')
    await redeem(shop, codeIn(await prove(first, [codeOf(scene, alice)])), first.sent.browser)

    const again = await arrive(shop)
    assert.equal(again.state, 'satisfied')
    await browser.post('/attempts/current/complete', {})
    const { body } = await browser.get(`/referrals/${referralIn(again.page)}`)
    const redeemed = await redeem(shop, codeIn(await hop(browser, body.continueAt)), again.sent.browser)
    const { admission } = redeemed.body
    assert.deepEqual([admission.assurance, admission.amr], [1, []], 'it proves nothing')
    assert.equal((await shop.key.get(`/admissions/${admission.id}`)).status, 200)

    assert.equal((await arrive(other)).state, 'proving', 'the word of another application')
    await browser.post('/attempts', { account: 'alice' })
    await browser.post('/attempts/current/proofs', { proofs: [passwordOf(alice)] })
    assert.equal((await browser.get('/attempts/current')).body.state, 'proving', 'our own sign-in')

    clock.advance(step)
    await arrive(shop)
    const changes = { vouches: false }
    const act = { actor: operator, applicationId: shop.application.id, reason: 'test' }
    await changeApplication(engine, { ...act, changes })
    assert.equal((await shop.key.get(`/admissions/${admission.id}`)).body.code, 'admission.over')
  },
  { on: 'each', world: { policy: { mfa: 'required', remember: '30d' } } },
)

/** As the script of our page does when somebody goes back. */
async function turnBack(browser: Client, page: URL): Promise<URL> {
  const gone = await browser.delete(`/referrals/${referralIn(page)}`)
  assert.equal(gone.status, 200, gone.text)
  return hop(browser, gone.body.continueAt)
}

attack(
  'whoever turns back comes to the application with a word of why, once, and with no code',
  async (scene) => {
    const shop = await shopIn(scene, true)
    for (const asked of [{}, { account: 'alice', vouched: true }]) {
      const sent = await send(shop, asked)
      const browser = await scene.server.browser()
      const page = await hop(browser, sent.url)
      const there = await turnBack(browser, page)
      assert.equal(there.href, `${back}?error=turned-back`)
      assert.equal((await browser.get('/attempts/current')).status, 404, 'a vouch is used up by it')
      const { pathname, search } = new URL(sent.url)
      assert.equal((await browser.send({ method: 'GET', path: `${pathname}${search}` })).status, 404)
    }
  },
  { on: 'each', audited: ['referral.turned-back', 'referral.given-up'] },
)

attack('a no is a no, whatever session the browser has, and says which', async (scene) => {
  const shop = await shopIn(scene)
  const { token } = await signIn(scene, scene.alice)
  const browser = await scene.server.signedIn(token)
  const page = await hop(browser, (await send(shop, { wishes: { anew: true } })).url)
  assert.equal((await turnBack(browser, page)).search, '?error=turned-back')
})

attack(
  'whom a rule lets in nowhere near it comes back with that',
  async (scene) => {
    const shop = await shopIn(scene)
    const { token } = await signIn(scene, scene.alice)
    const browser = await scene.server.signedIn(token)
    const page = await hop(browser, (await send(shop)).url)
    assert.equal((await browser.get(`/referrals/${referralIn(page)}`)).body.state, 'denied')
    assert.equal((await turnBack(browser, page)).search, '?error=denied')
  },
  { world: { policy: { rules: [{ name: 'shut', what: { doors: ['hosted'] }, need: { deny: true } }] } } },
)

test('an address to come back to may not look like an answer', () => {
  for (const name of ['code', 'error'])
    assert.equal(hostedSettings.safeParse({ returnTo: [`${back}?${name}=x`] }).success, false, name)
})
