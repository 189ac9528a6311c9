import assert from 'node:assert/strict'
import { captureTransport } from '../../../src/delivery/index.ts'
import { protocols } from '../../../src/protocols/index.ts'
import { registeredRoutes } from '../../../src/server/registry.ts'
import { attack, type Scene } from '../../kit/attack.ts'
import { codeAt, passwordOnly, rowsOf, signIn } from '../../kit/engine.ts'
import {
  type Answer,
  type Client,
  cookieNames,
  halfwayAt,
  origin,
  passwordOf,
  type Sent,
} from '../../kit/server.ts'

const evil = 'https://evil.example'
const mailbox = captureTransport('email')

/** What a browser sends along when another site makes it: the cookies, and nothing that our page knows. */
async function crossSite(victim: Client, { server }: Scene): Promise<Client> {
  const client = server.stranger()
  for (const [name, value] of victim.cookies) client.cookies.set(name, value)
  return client
}

async function tables({ engine }: Scene): Promise<Readonly<Record<string, number>>> {
  const names = [
    'accounts',
    'applications',
    'api_keys',
    'attempts',
    'authenticators',
    'sessions',
    'invitations',
    'completions',
  ]
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await rowsOf(engine, name)).length])),
  )
}

attack('A-060 csrf: no request that another site can make a browser send changes anything', async (scene) => {
  const { server, alice, admin } = scene
  const victim = await server.signedIn((await signIn(scene, admin)).token)
  const client = await crossSite(victim, scene)
  const json = JSON.stringify({ name: 'evil' })
  const form = 'name=evil'
  const bodies: readonly [string, string][] = [
    ['application/x-www-form-urlencoded', form],
    [
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="name"\r\n\r\nevil\r\n--x--',
    ],
    ['text/plain', json],
    ['text/plain;charset=application/json', json],
    ['application/json', json],
    ['application/json;charset=utf-8', json],
    ['', json],
  ]
  const surroundings: readonly Sent['headers'][] = [
    { origin: evil, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: `${origin}.evil.example` },
    { origin: origin.replace('https', 'http') },
    { origin: `${origin}:8443` },
    { origin: 'https://other.sallyport.example', 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    {},
  ]
  const before = await tables(scene)
  const paths = ['/accounts', '/applications', `/accounts/${alice.account.id}/disable`, '/session/step-up']
  for (const path of paths) {
    for (const [type, body] of bodies) {
      for (const headers of surroundings) {
        const answer = await client.send({
          method: 'POST',
          path: `/api/v1${path}`,
          body,
          headers: { ...headers, 'content-type': type },
        })
        assert.ok(
          [400, 403, 415].includes(answer.status),
          `${path} ${type} ${JSON.stringify(headers)}: ${answer.status}`,
        )
        assert.equal(answer.headers['access-control-allow-origin'], undefined)
      }
    }
  }
  assert.deepEqual(await tables(scene), before)
})

attack('A-060 csrf: the value of another browser, an old one or a guessed one is none', async (scene) => {
  const { server, admin } = scene
  const victim = await server.signedIn((await signIn(scene, admin)).token)
  const mallorys = await server.browser()
  const client = await crossSite(victim, scene)
  const own = victim.headers.get('x-sallyport-csrf') ?? ''
  const guesses = [
    mallorys.headers.get('x-sallyport-csrf') ?? '',
    '',
    own.slice(0, -1),
    `${own}x`,
    own.toLowerCase(),
    victim.cookies.get(cookieNames.browser) ?? '',
  ]
  for (const guess of guesses) {
    const answer = await client.post('/applications', { name: 'evil' }, { 'x-sallyport-csrf': guess, origin })
    assert.deepEqual([answer.status, answer.body.code], [403, 'csrf.refused'])
  }
  client.cookies.delete(cookieNames.browser)
  assert.equal(
    (await client.post('/applications', { name: 'evil' }, { 'x-sallyport-csrf': own })).status,
    403,
  )
  assert.equal((await victim.post('/applications', { name: 'Shop' })).status, 201, 'our own page may')
  const foreign = await victim.post('/applications', { name: 'evil' }, { origin: evil })
  assert.equal(foreign.status, 403, 'the right value from a wrong origin')
  const fetched = await victim.post('/applications', { name: 'evil' }, { 'sec-fetch-site': 'cross-site' })
  assert.equal(fetched.status, 403)
})

attack('A-060 csrf: nobody is signed in or out by another site', async (scene) => {
  const { server, alice, mallory } = scene
  const victim = await server.signedIn((await signIn(scene, alice)).token)
  const client = await crossSite(victim, scene)
  const attempts: readonly Promise<Answer>[] = [
    client.delete('/session'),
    client.delete('/sessions?others=true'),
    client.post('/session', { _method: 'DELETE' }),
    client.post('/attempts', { account: mallory.account.name }),
    client.post('/attempts/current/proofs', { proofs: [passwordOf(mallory)], complete: true }),
    client.post('/invitations/redeem', { token: 'spi_x' }),
    client.post('/set-up/begin', { token: 'spu_x', account: 'mallory', password: 'whatever it is' }),
  ]
  for (const answer of await Promise.all(attempts)) assert.ok([403, 404].includes(answer.status), answer.text)
  assert.equal(client.cookies.get(cookieNames.attempt), undefined)
  assert.equal((await victim.get('/session')).body.account.name, 'alice')
})

attack('A-060 csrf: a GET changes nothing, whichever it is', async (scene) => {
  const { server, admin, alice } = scene
  const client = await server.signedIn((await signIn(scene, admin)).token)
  await halfwayAt(client, alice)
  // Doors make their keys when they are asked for the first time, whoever asks.
  for (const path of ['/oidc/jwks', '/saml/metadata']) await client.send({ method: 'GET', path })
  const before = await tables(scene)
  const events = (await rowsOf(scene.engine, 'audit_events')).length
  for (const { method, path } of registeredRoutes(protocols)) {
    if (method !== 'GET') continue
    const asked = path.replace(':attempt', 'current').replace(/:\w+/g, alice.account.id).replace('*', 'x')
    await client.send({
      method: 'GET',
      path: asked,
      headers: { origin: evil, 'sec-fetch-site': 'cross-site' },
    })
  }
  assert.deepEqual(await tables(scene), before)
  assert.equal((await rowsOf(scene.engine, 'audit_events')).length, events)
})

attack(
  'cookies are for this host, for HTTPS and for no script',
  async (scene) => {
    const { server, alice } = scene
    const client = await server.browser()
    const portal = await server.stranger().get('/portal')
    const started = await client.post('/attempts', { account: 'alice' })
    const done = await client.post('/attempts/current/proofs', {
      proofs: [
        passwordOf(alice),
        { factor: 'totp', proof: { code: codeAt(alice.totp.shown, scene.clock.now()) } },
      ],
      complete: true,
      rememberDevice: true,
      rememberBrowser: true,
    })
    scene.clock.advance(30_000)
    const lines = [portal, started, done].flatMap(({ headers }) => headers['set-cookie'] ?? [])
    const { rebind: _, application: __, ...ofSignIn } = cookieNames
    assert.deepEqual(new Set(lines.map((line) => line.split('=')[0])), new Set(Object.values(ofSignIn)))
    for (const line of lines) {
      assert.match(line, /^__Host-/)
      for (const attribute of [/; Secure/, /; HttpOnly/, /; SameSite=Strict/, /; Path=\//])
        assert.match(line, attribute)
      assert.doesNotMatch(line, /Domain=/i)
    }
    for (const { headers } of [portal, started, done]) assert.equal(headers['cache-control'], 'no-store')
  },
  { world: { policy: { remember: '30d' } } },
)

attack(
  'A-061 clickjack/xss: no page of ours is framed, runs what it is given, or guesses at types',
  async (scene) => {
    const { server } = scene
    const client = server.stranger()
    const paths = [
      ...registeredRoutes(protocols).filter(
        ({ method, path, access }) => method === 'GET' && access.by === 'anyone' && path !== '/assets/*',
      ),
      { path: '/nothing/here' },
      { path: '/api/v1/session' },
      { path: '/%zz' },
      { path: '/metrics' },
      { path: '/assets/nothing.js' },
    ]
    for (const { path } of paths) {
      const { headers } = await client.send({ method: 'GET', path: path.replace('*', 'x') })
      const policy = String(headers['content-security-policy'])
      assert.match(policy, /default-src 'none'/, path)
      assert.match(policy, /frame-ancestors 'none'/, path)
      assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*/, path)
      assert.equal(headers['x-frame-options'], 'DENY', path)
      assert.equal(headers['x-content-type-options'], 'nosniff', path)
      assert.equal(headers['referrer-policy'], 'no-referrer', path)
      assert.equal(headers.server, undefined)
      assert.equal(headers['x-powered-by'], undefined)
    }
    const [one, two] = [
      await client.send({ method: 'GET', path: '/' }),
      await client.send({ method: 'GET', path: '/' }),
    ]
    assert.notEqual(
      one.headers['content-security-policy'],
      two.headers['content-security-policy'],
      'a nonce is used once',
    )
  },
)

const markup = `"><img src=x onerror=alert(1)>'</script>`

attack(
  'A-061 clickjack/xss: names and labels come back as what they are, in JSON, in pictures and in messages',
  async (scene) => {
    const { server, alice, engine } = scene
    const admin = await server.application(['administration'])
    await admin.patch(`/accounts/${alice.account.id}`, { email: 'alice@example.com', reason: 'told us' })
    const client = await server.signedIn((await signIn(scene, alice)).token)
    const begun = await client.post('/authenticators', { factor: 'totp', label: markup })
    assert.equal(begun.status, 201, begun.text)
    const code = codeAt(begun.body.show, scene.clock.now())
    assert.equal(
      (await client.post(`/authenticators/${begun.body.id}/confirm`, { answer: { code } })).status,
      200,
    )
    const list = await client.get('/authenticators')
    assert.ok(list.body.items.some(({ label }: { label: string }) => label === markup))
    assert.match(String(list.headers['content-type']), /^application\/json/)
    assert.equal((await client.delete(`/authenticators/${begun.body.id}`)).status, 204)
    scene.clock.advance(30_000)
    await engine.delivery.deliverDue({ limit: 50 })
    const written = mailbox.messages.filter(({ text }) => text.includes('onerror'))
    assert.ok(written.length > 0, 'a message names the label')
    for (const { html } of written) assert.doesNotMatch(html, /<img|<\/script/i)
  },
  { world: { transports: [mailbox] } },
)

attack('A-061 clickjack/xss: a name cannot break out of the key URI or its picture', async (scene) => {
  const { server } = scene
  const names = ['a:b?secret=AAAA&issuer=Evil', 'x%3Fsecret=AAAA', '<svg onload=alert(1)>', 'ana & bob / #1']
  for (const name of names) {
    const admin = await server.application(['administration'])
    const made = await admin.post('/accounts', { name })
    if (made.status !== 201) {
      assert.equal(made.status, 400, made.text)
      continue
    }
    const account = await passwordOnly(scene, `${name} 2`)
    const client = await server.browser()
    await halfwayAt(client, { account, password: scene.alice.password })
    const { show } = (await client.post('/authenticators', { factor: 'totp' })).body
    const uri = new URL(show.uri)
    assert.equal(uri.protocol, 'otpauth:')
    assert.equal(uri.searchParams.getAll('secret').length, 1)
    assert.deepEqual(uri.searchParams.getAll('issuer'), ['Sallyport'])
    assert.equal(decodeURIComponent(uri.pathname.split('/').at(-1) ?? ''), `Sallyport:${name} 2`)
    assert.doesNotMatch(JSON.stringify(show.qr ?? {}), /<svg onload|<script/i)
  }
})

attack(
  'A-063 host-poison: links lead where the configuration says, whatever a request calls us',
  async (scene) => {
    const { server, alice } = scene
    const admin = await server.application(['administration'])
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '203.0.113.9',
      forwarded: 'for=203.0.113.9;host=evil.example;proto=http',
      'x-original-url': '/evil',
      'x-rewrite-url': '/evil',
    }
    const answers = [
      await admin.post(`/accounts/${alice.account.id}/invite`, { reason: 'lost' }, headers),
      await admin.post('/accounts', { name: 'carol', invite: true }, headers),
      await admin.post(`/accounts/${alice.account.id}/reset-authenticators`, { reason: 'lost' }, headers),
    ]
    for (const { status, text, body } of answers) {
      assert.ok(status < 300, text)
      assert.ok(body.invitation.link.startsWith(`${origin}/welcome#spi_`))
      assert.doesNotMatch(text, /evil/)
    }
    const portal = await server.stranger().get('/portal', headers)
    assert.equal(portal.body.baseUrl, origin)
    for (const path of ['/', '/console', '/api', '/api/v1/openapi.json', '/nothing']) {
      const page = await server.stranger().send({ method: 'GET', path, headers })
      assert.doesNotMatch(page.text + JSON.stringify(page.headers), /evil/)
    }
  },
  { server: { trustedProxies: ['127.0.0.0/8'] }, audited: ['account.invited'] },
)
