import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { attack, type Scene } from '../../../test/kit/attack.ts'
import { operator, rowsOf, signIn } from '../../../test/kit/engine.ts'
import type { Answer, Client } from '../../../test/kit/server.ts'
import { createApplication } from '../../administration/index.ts'
import type { Application } from '../../applications/index.ts'
import { endOwnSession } from '../../enrolment/index.ts'
import { forwardAuthKind } from './settings.ts'

interface TestSite {
  readonly application: Application
  readonly credential: string
  readonly path: string
}

const origin = 'https://wiki.example'
const page = { accept: 'text/html', 'user-agent': 'a browser' }

async function siteIn({ engine }: Scene, name: string, settings: object = {}): Promise<TestSite> {
  const application = await createApplication(engine, { actor: operator, name })
  const { text, statement } = engine.doors.secrets.create({
    applicationId: application.id,
    kind: forwardAuthKind,
  })
  const set = engine.doors.set(application.id, 'forward-auth', { origin, proxy: 'nginx', ...settings })
  assert.equal(await engine.storage.book({ statements: [statement, set], locks: [] }), 'booked')
  return { application, credential: text, path: `/forward-auth/sites/${application.id}` }
}

interface Asked {
  readonly target?: string
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The proxy of a site asks about a request. */
function check(proxy: Client, { credential, path }: TestSite, asked: Asked = {}): Promise<Answer> {
  return proxy.send({
    method: 'GET',
    path: `${path}/check`,
    headers: {
      ...page,
      'sallyport-proxy': credential,
      'x-original-uri': asked.target ?? '/',
      'x-original-method': 'GET',
      ...(asked.cookie ? { cookie: asked.cookie } : {}),
      ...asked.headers,
    },
  })
}

/** What the proxy hands on of a site's own path below /.sallyport, with no cookie but those that are given. */
function atSite(proxy: Client, site: TestSite, path: string, headers: Record<string, string> = {}) {
  proxy.cookies.clear()
  return proxy.send({
    method: 'GET',
    path: `${site.path}/visit/${path}`,
    headers: { ...page, 'sallyport-proxy': site.credential, ...headers },
  })
}

function cookiesOf({ headers }: Answer): readonly string[] {
  return (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0] ?? '')
}

function pathIn({ headers }: Answer): string {
  const url = new URL(String(headers.location), 'https://sallyport.example')
  return `${url.pathname}${url.search}`
}

/** From the site to our pages and back, by somebody who is signed in: the cookie at the site. */
async function enter({ server }: Scene, site: TestSite, browser: Client, to = '/'): Promise<string> {
  const proxy = server.stranger()
  const start = await atSite(proxy, site, `start?to=${encodeURIComponent(to)}`)
  const [way = ''] = cookiesOf(start)
  const onward = await follow(browser, start)
  const finish = await atSite(proxy, site, pathIn(onward).replace('/.sallyport/', ''), { cookie: way })
  assert.equal(finish.status, 302, finish.text)
  assert.equal(finish.headers.location, `${origin}${to}`)
  return cookiesOf(finish)[0] ?? ''
}

async function follow(browser: Client, { headers }: Answer): Promise<Answer> {
  const url = new URL(String(headers.location))
  return browser.send({ method: 'GET', path: `${url.pathname}${url.search}` })
}

attack(
  'R4: who is signed in comes in to a site by a code and a cookie of that site',
  async (scene) => {
    const { server, engine } = scene
    const site = await siteIn(scene, 'Wiki')
    const proxy = server.stranger()
    const stranger = await check(proxy, site, { target: '/page?x=1' })
    assert.equal(stranger.status, 401)
    assert.equal(stranger.headers.location, `${origin}/.sallyport/start?to=%2Fpage%3Fx%3D1`)
    assert.equal(stranger.headers['remote-user'], undefined)

    const { token } = await signIn(scene, scene.alice)
    const cookie = await enter(scene, site, await server.signedIn(token), '/page?x=1')
    assert.match(cookie, /^__Host-sallyport_site=spf_/)
    const let_in = await check(proxy, site, { cookie: `theme=dark; ${cookie}` })
    assert.equal(let_in.status, 200)
    assert.equal(let_in.headers['remote-user'], 'alice')
    assert.equal(let_in.headers.cookie, 'theme=dark')
    const { keys } = (await proxy.send({ method: 'GET', path: '/forward-auth/keys' })).body
    const [head, body, signature] = String(let_in.headers['sallyport-assertion']).split('.')
    const key = createPublicKey({ key: keys[0], format: 'jwk' })
    assert.ok(verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature ?? '', 'base64url')))
    const claims = JSON.parse(Buffer.from(body ?? '', 'base64url').toString())
    assert.deepEqual(
      [claims.aud, claims.name, claims.acr, claims.amr],
      [origin, 'alice', 'urn:sallyport:acr:mfa', ['mfa', 'otp', 'pwd']],
    )
    assert.equal(claims.exp - claims.iat, 60)
    const { items } = await engine.audit.search({ event: 'application.admitted' })
    assert.equal(items[0]?.applicationId, site.application.id)
  },
  { on: 'each' },
)

attack('a stranger is sent to our pages with the name of the site, and no further', async (scene) => {
  const { server } = scene
  const site = await siteIn(scene, 'Wiki')
  const start = await atSite(server.stranger(), site, 'start?to=/page')
  const browser = server.stranger()
  const sent = await follow(browser, start)
  assert.match(pathIn(sent), /^\/sign-in\?referral=spr_[\w-]{43}$/)
  const { body } = await browser.get(`/referrals/${pathIn(sent).split('=')[1]}`)
  assert.equal(body.application.name, 'Wiki')
  assert.equal(body.state, 'sign-in')
  assert.match(body.continueAt, /^\/forward-auth\/go\?way=spw_/)
  const again = await browser.send({ method: 'GET', path: body.continueAt })
  assert.equal(pathIn(again), pathIn(sent), 'the same way has one referral')
})

attack(
  'whoever turns back sees a page of ours, and is sent nowhere, for the site would send them back',
  async (scene) => {
    const { server } = scene
    const site = await siteIn(scene, 'Wiki & more', { paths: [{ path: '/', fresh: '1m' }] })
    const { token } = await signIn(scene, scene.alice)
    for (const browser of [await server.browser(), await server.signedIn(token)]) {
      scene.clock.advance(2 * 60_000)
      const start = await atSite(server.stranger(), site, 'start?to=/page?a=1%26b=2')
      const referral = pathIn(await follow(browser, start)).split('=')[1]
      const gone = await browser.delete(`/referrals/${referral}`)
      assert.equal(gone.status, 200, gone.text)
      for (let times = 0; times < 2; times++) {
        const answer = await browser.send({ method: 'GET', path: gone.body.continueAt })
        assert.equal(answer.status, 403)
        assert.equal(answer.headers.location, undefined)
        assert.match(answer.text, /Not signed in to Wiki &#38; more/)
        assert.match(answer.text, /<a href="https:\/\/wiki\.example\/page\?a=1&#38;b=2">/)
        assert.doesNotMatch(answer.text, /http-equiv="refresh"|<script/)
      }
    }
  },
  { on: 'each', audited: ['referral.turned-back', 'referral.given-up'] },
)

attack('R4: a cookie of one site opens no other, nor ours', async (scene) => {
  const { server } = scene
  const [wiki, bank] = [await siteIn(scene, 'Wiki'), await siteIn(scene, 'Bank')]
  const { token } = await signIn(scene, scene.alice)
  const cookie = await enter(scene, wiki, await server.signedIn(token))
  const proxy = server.stranger()
  assert.equal((await check(proxy, bank, { cookie })).status, 401)
  const thief = await server.browser()
  thief.cookies.set('__Host-sallyport_session', cookie.split('=')[1] ?? '')
  assert.equal((await thief.get('/session')).status, 401)
})

attack('R4: no headers make a proxy of who is none', async (scene) => {
  const { server } = scene
  const [wiki, bank] = [await siteIn(scene, 'Wiki'), await siteIn(scene, 'Bank')]
  const { token } = await signIn(scene, scene.alice)
  const cookie = await enter(scene, wiki, await server.signedIn(token))
  const outsider = server.stranger()
  for (const credential of ['', 'x', bank.credential, `${wiki.credential}x`]) {
    const answer = await check(outsider, { ...wiki, credential }, { cookie })
    assert.equal(answer.status, 403, credential)
    assert.equal(answer.headers['sallyport-reason'], 'forward-auth.proxy-unknown')
  }
  const unclear = await outsider.send({
    method: 'GET',
    path: `${wiki.path}/check`,
    headers: { 'sallyport-proxy': wiki.credential, cookie, 'x-forwarded-uri': '/', host: 'wiki.example' },
  })
  assert.equal(unclear.status, 403)
})

attack('R4: ambiguous paths are refused, whoever asks', async (scene) => {
  const site = await siteIn(scene, 'Wiki', { paths: [{ path: '/open', open: true }] })
  const { token } = await signIn(scene, scene.alice)
  const cookie = await enter(scene, site, await scene.server.signedIn(token))
  const proxy = scene.server.stranger()
  for (const target of [
    '/open/%2e%2e/admin',
    '/open/../admin',
    '/open//admin',
    '/open;/admin',
    '/open%2fadmin',
  ])
    assert.equal((await check(proxy, site, { target, cookie })).status, 403, target)
})

attack('what is open is open for anybody, and says of nobody who they are', async (scene) => {
  const site = await siteIn(scene, 'Wiki', { paths: [{ path: '/open', open: true }] })
  const proxy = scene.server.stranger()
  const answer = await check(proxy, site, { target: '/open/a', headers: { 'remote-user': 'admin' } })
  assert.equal(answer.status, 200)
  assert.equal(answer.headers['remote-user'], '')
  assert.equal((await check(proxy, site, { target: '/opening' })).status, 401)
})

attack('R3: each request is decided anew: session, account, groups, paths, settings', async (scene) => {
  const { engine, server, alice } = scene
  const site = await siteIn(scene, 'Wiki', { paths: [{ path: '/admin', phishingResistant: true }] })
  const { token, session } = await signIn(scene, alice)
  const cookie = await enter(scene, site, await server.signedIn(token))
  const proxy = server.stranger()
  assert.equal((await check(proxy, site, { cookie })).status, 200)
  assert.equal((await check(proxy, site, { cookie, target: '/admin' })).status, 401)
  const found = (await engine.doors.find(site.application.id, 'forward-auth')) ?? assert.fail()
  const settings = { origin, proxy: 'nginx', groups: ['Editors'] }
  await engine.storage.book({ statements: [engine.doors.change(found, settings)], locks: [] })
  const denied = await check(proxy, site, { cookie })
  assert.deepEqual([denied.status, denied.headers['sallyport-reason']], [403, 'not-in-group'])
  const again = { ...found, version: found.version + 1 }
  await engine.storage.book({
    statements: [engine.doors.change(again, { origin, proxy: 'nginx' })],
    locks: [],
  })
  await endOwnSession(engine, session, session.id)
  assert.equal((await check(proxy, site, { cookie })).status, 401)
})

attack(
  'A-046: a code is good once, in the browser that set out, at its own site, for a minute',
  async (scene) => {
    const { server, engine, clock } = scene
    const [wiki, bank] = [await siteIn(scene, 'Wiki'), await siteIn(scene, 'Bank')]
    const mallory = await server.signedIn((await signIn(scene, scene.mallory)).token)
    const proxy = server.stranger()
    const codeFor = async () => {
      const start = await atSite(proxy, wiki, 'start?to=/')
      const code = pathIn(await follow(mallory, start)).replace('/.sallyport/', '')
      return { code, cookie: cookiesOf(start)[0] ?? '' }
    }
    const came = async (site: TestSite, code: string, headers: Record<string, string> = {}) =>
      (await atSite(proxy, site, code, headers)).status
    const own = await codeFor()
    assert.equal(await came(wiki, own.code, { cookie: own.cookie }), 302)
    assert.equal(await came(wiki, own.code, { cookie: own.cookie }), 404, 'once')

    const lured = await codeFor()
    assert.equal(await came(wiki, lured.code), 404, "the victim's browser did not set out")
    assert.equal(await came(wiki, lured.code, { cookie: lured.cookie }), 404, 'R13: and so it is burnt')
    const [stolen, other] = [await codeFor(), await codeFor()]
    assert.equal(await came(wiki, stolen.code, { cookie: other.cookie }), 404, 'another browser')
    assert.equal(await came(wiki, stolen.code, { cookie: stolen.cookie }), 404)
    const crossed = await codeFor()
    assert.equal(await came(bank, crossed.code, { cookie: crossed.cookie }), 404, 'another site')
    assert.equal(await came(wiki, crossed.code, { cookie: crossed.cookie }), 404)
    const late = await codeFor()
    clock.advance(61_000)
    assert.equal((await atSite(proxy, wiki, late.code, { cookie: late.cookie })).status, 404)
    assert.ok(engine)
  },
)

attack('a way leads back to the site and nowhere else', async (scene) => {
  const site = await siteIn(scene, 'Wiki')
  const { token } = await signIn(scene, scene.alice)
  const browser = await scene.server.signedIn(token)
  const proxy = scene.server.stranger()
  for (const to of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/a/../../x',
    '/.sallyport/sign-out',
    '/a?b=\r\nSet-Cookie: c=d',
  ]) {
    const start = await atSite(proxy, site, `start?to=${encodeURIComponent(to)}`)
    const code = pathIn(await follow(browser, start)).replace('/.sallyport/', '')
    const finish = await atSite(proxy, site, code, { cookie: cookiesOf(start)[0] ?? '' })
    assert.equal(finish.headers.location, `${origin}/`, to)
  }
})

attack('signing out of a site ends its cookie and its admission, and nobody else does it', async (scene) => {
  const { server, engine } = scene
  const site = await siteIn(scene, 'Wiki')
  const { token } = await signIn(scene, scene.alice)
  const cookie = await enter(scene, site, await server.signedIn(token))
  const proxy = server.stranger()
  const post = (from: string) =>
    proxy.send({
      method: 'POST',
      path: `${site.path}/visit/sign-out`,
      headers: { 'sallyport-proxy': site.credential, cookie, origin: from },
      body: 'a=b',
    })
  assert.match((await atSite(proxy, site, 'sign-out', { cookie })).text, /<form method="post"/)
  assert.equal((await post('https://evil.example')).status, 403)
  assert.equal((await check(proxy, site, { cookie })).status, 200)
  const out = await post(origin)
  assert.equal(out.status, 200)
  assert.match(String(out.headers['set-cookie']), /^__Host-sallyport_site=; Max-Age=0/)
  assert.equal((await check(proxy, site, { cookie })).status, 401)
  assert.equal((await engine.audit.search({ event: 'application.left' })).items.length, 1)
})

attack('proxies that hand our answer on send a page to sign in, and tell a script', async (scene) => {
  const site = await siteIn(scene, 'Wiki', { proxy: 'traefik' })
  const ask = (headers: Record<string, string>) =>
    check(scene.server.stranger(), site, {
      headers: { 'x-forwarded-uri': '/page', 'x-forwarded-method': 'GET', ...headers },
    })
  const sent = await ask({})
  assert.deepEqual([sent.status, sent.headers.location], [302, `${origin}/.sallyport/start?to=%2Fpage`])
  assert.equal((await ask({ 'sec-fetch-mode': 'cors' })).status, 401)
})

attack('G6: settings that cannot be read let nobody in', async (scene) => {
  const site = await siteIn(scene, 'Wiki')
  const { token } = await signIn(scene, scene.alice)
  const cookie = await enter(scene, site, await scene.server.signedIn(token))
  const found = (await scene.engine.doors.find(site.application.id, 'forward-auth')) ?? assert.fail()
  await scene.engine.storage.book({
    statements: [scene.engine.doors.change(found, { paths: [] })],
    locks: [],
  })
  assert.equal((await check(scene.server.stranger(), site, { cookie })).status, 503)
})

attack('a proxy asks for all visitors of its site, also about what they send', async (scene) => {
  const site = await siteIn(scene, 'Wiki', { proxy: 'envoy' })
  const { token } = await signIn(scene, scene.alice)
  const cookie = await enter(scene, site, await scene.server.signedIn(token))
  const proxy = scene.server.stranger()
  for (let times = 0; times < 300; times++) {
    const answer = await proxy.send({
      method: 'POST',
      path: `${site.path}/check/page?times=${times}`,
      headers: { 'sallyport-proxy': site.credential, cookie, 'content-type': 'text/plain' },
      body: 'what was sent to the site',
    })
    assert.equal(answer.status, 200, `after ${times}`)
  }
})

attack('a browser that opens several pages at once comes in with each of them', async (scene) => {
  const { server } = scene
  const site = await siteIn(scene, 'Wiki')
  const browser = await server.signedIn((await signIn(scene, scene.alice)).token)
  const proxy = server.stranger()
  const one = await atSite(proxy, site, 'start?to=/one')
  const [cookie = ''] = cookiesOf(one)
  const two = await atSite(proxy, site, 'start?to=/two', { cookie })
  assert.deepEqual(cookiesOf(two), [cookie])
  for (const [start, to] of [
    [one, '/one'],
    [two, '/two'],
  ] as const) {
    const code = pathIn(await follow(browser, start)).replace('/.sallyport/', '')
    const finish = await atSite(proxy, site, code, { cookie })
    assert.equal(finish.headers.location, `${origin}${to}`)
  }
  const planted = await atSite(proxy, site, 'start?to=/', { cookie: '__Host-sallyport_way=mine' })
  assert.match(cookiesOf(planted)[0] ?? '', /=spb_[\w-]{43}$/)
})

attack(
  'A-118: strangers who set out write nothing, and where they come to they are counted',
  async (scene) => {
    const { server, engine } = scene
    const site = await siteIn(scene, 'Wiki')
    const proxy = server.stranger()
    const start = await atSite(proxy, site, 'start?to=/')
    for (let times = 0; times < 500; times++)
      assert.equal((await atSite(proxy, site, 'start?to=/')).status, 302)
    assert.equal((await rowsOf(engine, 'forward_auth_ways')).length, 0)

    const flood = server.stranger()
    const statuses: number[] = []
    for (let times = 0; times < 610; times++) statuses.push((await follow(flood, start)).status)
    assert.equal(statuses.at(-1), 429)
    assert.ok((await rowsOf(engine, 'forward_auth_ways')).length <= 600)
    assert.equal((await follow(server.stranger(), start)).status, 302, 'others come through')
    scene.clock.advance(5 * 60_000 + 1)
    assert.equal((await follow(server.stranger(), start)).status, 404)
    const forged = await server.stranger().send({ method: 'GET', path: '/forward-auth/go?start=AAAA' })
    assert.equal(forged.status, 404)
  },
)

attack('R4: headers that a site may take for those of its proxy let nobody in', async (scene) => {
  const site = await siteIn(scene, 'Wiki', { proxy: 'traefik', paths: [{ path: '/open', open: true }] })
  const ask = (header: string) =>
    check(scene.server.stranger(), site, {
      headers: { 'x-forwarded-uri': '/open', 'x-forwarded-method': 'GET', [header]: 'admin' },
    })
  for (const header of ['remote_user', 'Remote_Groups', 'sallyport_assertion', 'Remote.User']) {
    const answer = await ask(header)
    assert.deepEqual([answer.status, answer.headers['sallyport-reason']], [403, 'forged-header'], header)
  }
  assert.equal((await ask('remote-user')).status, 200, 'what the proxy overwrites')
  assert.equal((await ask('x_other')).status, 200)
})

attack('what is open says nothing of who may not come in', async (scene) => {
  const settings = { groups: ['Editors'], paths: [{ path: '/open', open: true }] }
  const site = await siteIn(scene, 'Wiki', settings)
  const cookie = await enter(
    scene,
    site,
    await scene.server.signedIn((await signIn(scene, scene.alice)).token),
  )
  const proxy = scene.server.stranger()
  assert.equal((await check(proxy, site, { cookie })).status, 403)
  const open = await check(proxy, site, { cookie, target: '/open' })
  assert.deepEqual([open.status, open.headers['remote-user']], [200, ''])
})

attack('R4: nobody has a question answered by way of the site itself', async (scene) => {
  const site = await siteIn(scene, 'Wiki')
  const cookie = await enter(
    scene,
    site,
    await scene.server.signedIn((await signIn(scene, scene.alice)).token),
  )
  const headers = { cookie, 'x-original-uri': '/', 'x-original-method': 'GET' }
  const answer = await atSite(scene.server.stranger(), site, 'check', headers)
  assert.equal(answer.status, 404)
  assert.equal(answer.headers['sallyport-assertion'], undefined)
})

attack('R4: our cookies do not stay with a proxy that keeps what we leave empty', async (scene) => {
  const site = await siteIn(scene, 'Wiki', { proxy: 'caddy' })
  const cookie = await enter(
    scene,
    site,
    await scene.server.signedIn((await signIn(scene, scene.alice)).token),
  )
  const headers = { 'x-forwarded-uri': '/', 'x-forwarded-method': 'GET' }
  const answer = await check(scene.server.stranger(), site, { cookie, headers })
  assert.equal(answer.headers.cookie, 'sallyport=none')
})
