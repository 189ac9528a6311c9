import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { asModule } from '../../../src/factors/factor.ts'
import { passwordModule } from '../../../src/factors/password/index.ts'
import { recoveryCodesModule } from '../../../src/factors/recovery-codes/index.ts'
import { totpModule } from '../../../src/factors/totp/index.ts'
import { sweep } from '../../../src/jobs.ts'
import { attack } from '../../kit/attack.ts'
import { codeAt, goodPassword, rowsOf, signIn, wrongCode } from '../../kit/engine.ts'
import { halfwayAt, origin, passwordOf, sendBytes, totp } from '../../kit/server.ts'

const host = new URL(origin).host

attack('A-111 type-confusion: what is no text of digits is refused before it is compared', async (scene) => {
  const { server, alice } = scene
  const client = await server.browser()
  await halfwayAt(client, alice)
  const verifier = await server.application(['verify'])
  scene.comparisons.clear()
  const code = codeAt(alice.totp.shown, scene.clock.now())
  const values: readonly unknown[] = [
    { $ne: null },
    { $gt: '' },
    [code],
    [[code]],
    Number(code),
    1e21,
    -1,
    0.5,
    true,
    false,
    null,
    '',
    {},
    [],
    `${code}\u0000`,
    `${code}' or '1'='1`,
    '%00',
    code.repeat(100_00),
  ]
  for (const value of values) {
    const shown = JSON.stringify(value).slice(0, 40)
    const answers = [
      await client.post('/attempts/current/proofs', { proofs: [totp(value)] }),
      await client.post('/attempts/current/proofs', { proofs: [{ factor: value, proof: { code } }] }),
      await client.post('/attempts/current/proofs', {
        proofs: [{ authenticatorId: value, proof: { code } }],
      }),
      await client.post('/attempts/current/proofs', { proofs: value }),
      await verifier.post('/verify', { account: 'alice', code: value }),
      await verifier.post('/verify', { account: value, code }),
    ]
    for (const [index, { status, body }] of answers.entries()) {
      const refused = [400, 413].includes(status) || body.accepted === false
      assert.ok(refused, `${index} ${shown}: ${status} ${body.code}`)
    }
  }
  const raw = [
    `{"account":"alice","code":"${code}","code":"000000"}`,
    `{"account":"alice","c\\u006fde":"000000","code":"${code}"}`,
    `{"account":"alice","code":${code}}`,
    `{"account":"alice","code":0${code}}`,
    `account=alice&code=${code}&code=000000`,
  ]
  for (const body of raw) assert.equal((await verifier.post('/verify', body)).status, 400, body)
  assert.equal(scene.comparisons.get('totp') ?? 0, 0, 'none of it was compared')
})

attack('A-112 proto-pollution: no member of a request becomes a member of everything', async (scene) => {
  const { server, alice } = scene
  const client = await server.signedIn((await signIn(scene, alice)).token)
  const verifier = await server.application(['verify', 'administration'])
  const nasty = [
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"account":"alice","code":"123456","__proto__":{"vouched":true}}',
    '{"account":"alice","code":"123456","constructor":{"prototype":{"vouched":true}}}',
    '{"account":"alice","code":"123456","\\u005f_proto__":{"vouched":true}}',
    '{"name":"x","__proto__":{"role":"administrator"}}',
    '{"factor":"totp","options":{"__proto__":{"polluted":true}}}',
    '{"factor":"totp","options":{"constructor":{"prototype":{"polluted":true}}}}',
    '{"proofs":[{"factor":"totp","proof":{"code":"123456","__proto__":{"polluted":true}}}]}',
    '{"proofs":[{"factor":"__proto__","proof":{}}]}',
    '{"factor":"constructor"}',
  ]
  for (const body of nasty) {
    for (const path of ['/verify', '/accounts', '/applications']) {
      const answer = await verifier.post(path, body)
      assert.equal(answer.status, 400, `${path} ${body}`)
    }
    for (const path of ['/authenticators', '/attempts', '/session/step-up', '/attempts/current/proofs']) {
      const answer = await client.post(path, body)
      assert.ok([400, 403, 404].includes(answer.status), `${path} ${body}: ${answer.status}`)
    }
  }
  for (const query of [
    '__proto__[polluted]=1',
    'constructor[prototype][polluted]=1',
    '__proto__=1',
    'limit=1&limit=2',
    'limit[]=1',
    'limit[$gt]=1',
  ])
    assert.equal((await verifier.get(`/accounts?${query}`)).status, 400, query)
  assert.equal(({} as { polluted?: unknown }).polluted, undefined)
  assert.equal(Object.keys(Object.prototype).length, 0)
})

attack(
  'A-114 hash-dos: floods of passwords cost a bounded queue; everything else answers meanwhile',
  async (scene) => {
    const { server, alice } = scene
    const client = await server.signedIn((await signIn(scene, alice)).token)
    const huge = await server.browser()
    const body = { token: 'spu_x', account: 'x', password: 'p'.repeat(1024 * 1024) }
    const large = await Promise.all(
      Array.from({ length: 50 }, () => huge.post('/set-up/begin', body).catch(() => undefined)),
    )
    for (const answer of large)
      assert.ok(answer === undefined || answer.status === 413, String(answer?.status))

    const floods = Array.from({ length: 10 }, async () => {
      const flood = await server.browser()
      await flood.post('/attempts', { account: 'mallory' })
      return Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          flood.post('/attempts/current/proofs', {
            proofs: [{ factor: 'password', proof: { password: `${index} `.repeat(60) } }],
          }),
        ),
      )
    })
    const waits: number[] = []
    let flooding = true
    const others = (async () => {
      while (flooding) {
        const asked = performance.now()
        assert.equal((await client.get('/session')).status, 200)
        waits.push(performance.now() - asked)
        await pause(20)
      }
    })()
    const answers = (await Promise.all(floods)).flat()
    flooding = false
    await others
    for (const { status } of answers) assert.ok([400, 401, 429, 503].includes(status), String(status))
    waits.sort((one, other) => one - other)
    assert.ok((waits[Math.floor(waits.length * 0.99)] ?? 0) < 3000, `others waited ${waits.at(-1)} ms`)
  },
  {
    world: { factorModules: [asModule(passwordModule), asModule(totpModule), asModule(recoveryCodesModule)] },
  },
)

attack('A-115 deep-json/large: what is too deep, too wide or too large is refused at once', async (scene) => {
  const { server } = scene
  const verifier = await server.application(['verify'])
  const wide = (count: number) =>
    `{${Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',')}}`
  const bodies: readonly [string, number][] = [
    ['['.repeat(100_000) + ']'.repeat(100_000), 413],
    ['['.repeat(30_000) + ']'.repeat(30_000), 400],
    [`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 400],
    [wide(1_000_000), 413],
    [wide(5_000), 400],
    [`"${'a'.repeat(60_000)}"`, 400],
    ['1'.repeat(60_000), 400],
    [`{"account":"alice","code":"${'1'.repeat(60_000)}"}`, 400],
    [`{"account":"alice","code":"${'1'.repeat(1024 * 1024)}"}`, 413],
  ]
  for (const [body, status] of bodies) {
    const asked = performance.now()
    const answer = await verifier.post('/verify', body)
    assert.equal(answer.status, status, body.slice(0, 20))
    assert.ok(performance.now() - asked < 5000)
  }
  const bomb = gzipSync(Buffer.alloc(50_000_000))
  for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip']) {
    const answer = await verifier.send({
      method: 'POST',
      path: '/api/v1/verify',
      body: bomb,
      headers: { 'content-encoding': encoding },
    })
    assert.ok([400, 413, 415].includes(answer.status), `${encoding}: ${answer.status}`)
  }
})

attack('A-115 deep-json/large: a hundred megabytes are not read, nor kept', async ({ server }) => {
  const before = process.memoryUsage().rss
  const chunk = Buffer.alloc(64 * 1024, 0x20)
  const upload = (headers: Readonly<Record<string, string | number>>) =>
    new Promise<number>((resolve) => {
      let written = 0
      const outgoing = request({
        host: '127.0.0.1',
        port: server.port,
        method: 'POST',
        path: '/api/v1/verify',
        headers: { host, 'content-type': 'application/json', ...headers },
      })
      outgoing.on('error', () => resolve(written))
      outgoing.on('response', (incoming) => {
        incoming.resume()
        outgoing.destroy()
        resolve(written)
      })
      const more = () => {
        if (written >= 100 * 1024 * 1024 || outgoing.destroyed) return
        written += chunk.length
        outgoing.write(chunk, () => setImmediate(more))
      }
      more()
    })
  const told = await upload({ 'content-length': 100 * 1024 * 1024 })
  const chunked = await upload({ 'transfer-encoding': 'chunked' })
  assert.ok(told < 20 * 1024 * 1024 && chunked < 20 * 1024 * 1024, `${told} and ${chunked} bytes were taken`)
  assert.ok(process.memoryUsage().rss - before < 200 * 1024 * 1024)
})

attack('A-115 deep-json/large: of strangers, and of who may not, no large body is parsed', async (scene) => {
  const body = `{"much":"${'x'.repeat(1_000_000)}"`
  const headers = { 'content-type': 'application/json', origin, 'sec-fetch-site': 'same-origin' }
  const owner = await scene.server.signedIn(scene.mallory.token)
  for (const path of ['/api/v1/coverage/reports', '/scim/v2/Users'])
    for (const client of [scene.server.stranger(), owner]) {
      const { status, text } = await client.send({ method: 'POST', path, headers, body })
      assert.ok(status === 401 || status === 403, `${path}: ${status} ${text.slice(0, 200)}`)
    }
})

attack('A-115: slow and silent callers hold up nobody, and have their time', async (scene) => {
  const { server, alice } = scene
  const sockets: Socket[] = []
  for (let index = 0; index < 200; index++) {
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => undefined)
    if (index % 3 > 0)
      socket.write(`POST /api/v1/verify HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`)
    if (index % 3 > 1) socket.write('Content-Length: 1000\r\n\r\n{')
    sockets.push(socket)
  }
  await pause(50)
  const asked = performance.now()
  const client = await server.signedIn((await signIn(scene, alice)).token)
  assert.equal((await client.get('/session')).status, 200)
  assert.ok(performance.now() - asked < 3000)
  const { requestTimeout, headersTimeout, timeout, keepAliveTimeout } = server.app.server
  assert.ok(requestTimeout > 0 && requestTimeout <= 60_000, 'a request has its time')
  assert.ok(headersTimeout > 0 && headersTimeout <= 60_000)
  assert.ok(timeout > 0 && keepAliveTimeout > 0)
  for (const socket of sockets) socket.destroy()
})

attack(
  'A-115: floods of headers, and requests that can be read in two ways, are refused',
  async ({ server }) => {
    const post = `POST /api/v1/verify HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`
    const smuggled = 'GET /api/v1/portal HTTP/1.1\r\nHost: x\r\n\r\n'
    const requests: readonly [string, string][] = [
      [
        'many headers',
        `GET /api/v1/portal HTTP/1.1\r\nHost: ${host}\r\n${Array.from({ length: 5000 }, (_, index) => `x-${index}: y\r\n`).join('')}\r\n`,
      ],
      ['long header', `GET /api/v1/portal HTTP/1.1\r\nHost: ${host}\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`],
      ['long target', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
      ['CL and TE', `${post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`],
      ['TE and CL', `${post}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${smuggled}`],
      ['two CL', `${post}Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}{}${smuggled}`],
      ['list CL', `${post}Content-Length: 4, 4\r\n\r\n{}{}${smuggled}`],
      ['signed CL', `${post}Content-Length: +4\r\n\r\n{}{}${smuggled}`],
      ['negative CL', `${post}Content-Length: -1\r\n\r\n${smuggled}`],
      ['hex CL', `${post}Content-Length: 0x4\r\n\r\n{}{}${smuggled}`],
      ['obscured TE', `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`],
      [
        'TE twice',
        `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${smuggled}`,
      ],
      ['space before colon', `${post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${smuggled}`],
      ['folded header', `${post}X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}`],
      ['bad chunk size', `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n${smuggled}`],
      ['huge chunk size', `${post}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}`],
      ['bare LF', `${post.replaceAll('\r\n', '\n')}Content-Length: 2\n\n{}`],
      ['NUL in a header', `GET /api/v1/portal HTTP/1.1\r\nHost: ${host}\r\nx: a\u0000b\r\n\r\n`],
      ['no host', 'GET /api/v1/portal HTTP/1.1\r\n\r\n'],
      ['two hosts', `GET /api/v1/portal HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`],
      ['HTTP/0.9', 'GET /api/v1/portal\r\n\r\n'],
      ['HTTP/3.0', `GET /api/v1/portal HTTP/3.0\r\nHost: ${host}\r\n\r\n`],
      ['no HTTP', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc'],
    ]
    const answers = await Promise.all(
      requests.map(async ([name, bytes]) => [name, await sendBytes(server.port, bytes, 1500)] as const),
    )
    for (const [name, answer] of answers) {
      const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map((match) => match[1])
      assert.ok(statuses.length <= 1, `${name}: two answers, ${statuses}`)
      assert.match(statuses[0] ?? '400', /^4\d\d$/, `${name}: ${answer.slice(0, 100)}`)
      assert.doesNotMatch(answer, /"csrf"/, name)
    }
    const line = await sendBytes(
      server.port,
      `GET /api/v1/portal HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    )
    assert.match(line, /^HTTP\/1\.1 200/)
  },
)

attack(
  'A-117 context-mix: a hundred people who sign in and enrol at once are each themselves',
  async (scene) => {
    const { server, engine, clock } = scene
    const names = Array.from({ length: 100 }, (_, index) => `person${String(index).padStart(3, '0')}`)
    const admin = await server.application(['administration'])
    const ids = new Map<string, string>()
    await inLots(names, 20, async (name) => {
      const made = await admin.post('/accounts', { name, password: goodPassword })
      ids.set(name, made.body.account.id)
    })
    const held = new Map<string, string>()
    const visit = async (name: string, index: number) => {
      const own = { account: { name }, password: goodPassword }
      const client = await server.browser()
      const wait = () => pause((index * 7919) % 23)
      await client.post('/attempts', { account: name })
      await wait()
      const half = await client.post('/attempts/current/proofs', { proofs: [passwordOf(own)] })
      assert.equal(half.body.account.name, name)
      await wait()
      const begun = await client.post('/authenticators', { factor: 'totp', label: `of ${name}` })
      await wait()
      const answer = { code: codeAt(begun.body.show, clock.now()) }
      const confirmed = await client.post(`/authenticators/${begun.body.id}/confirm`, { answer })
      assert.equal(confirmed.status, 200, confirmed.text)
      assert.ok(String(begun.body.show.uri).includes(name))
      await wait()
      const done = await client.post('/attempts/current/complete', {}, { 'user-agent': `browser of ${name}` })
      assert.equal(done.body.session.account.name, name)
      await wait()
      const [session, authenticators, sessions] = await Promise.all([
        client.get('/session'),
        client.get('/authenticators'),
        client.get('/sessions'),
      ])
      assert.equal(session.body.account.id, ids.get(name))
      assert.equal(session.body.userAgent, `browser of ${name}`)
      assert.equal(session.body.source, client.address ?? '127.0.0.1')
      assert.deepEqual(
        sessions.body.items.map((one: { id: string }) => one.id),
        [session.body.id],
      )
      const labels = authenticators.body.items.map(({ label }: { label: string }) => label)
      assert.ok(labels.includes(`of ${name}`))
      assert.ok(labels.every((label: string) => !label.startsWith('of ') || label === `of ${name}`))
      held.set(begun.body.id, name)
    }
    // PostgreSQL has four connections to read by, and who waits too long for one is turned away.
    await inLots(names, scene.dialect === 'postgres' ? 25 : names.length, visit)
    for (const event of await rowsOf(engine, 'audit_events')) {
      const name = held.get(String(event.authenticator_id))
      if (name === undefined) continue
      assert.equal(event.account_id, ids.get(name))
      assert.equal(event.actor, ids.get(name))
    }
  },
  { on: 'each', audited: ['authenticator.enrolled', 'attempt.completed'] },
)

async function inLots<Item>(
  items: readonly Item[],
  size: number,
  run: (item: Item, index: number) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < items.length; start += size)
    await Promise.all(items.slice(start, start + size).map((item, nth) => run(item, start + nth)))
}

attack(
  'A-118 storage-growth: what is begun and never finished stays within bounds, and is swept',
  async (scene) => {
    const { server, engine, alice, clock } = scene
    const strangers = await Promise.all(Array.from({ length: 3 }, () => server.browser()))
    const client = await server.signedIn((await signIn(scene, alice)).token)
    for (let index = 0; index < 60; index++) {
      const begun = await client.post('/authenticators', { factor: 'totp', label: 'l'.repeat(64) })
      assert.ok([201, 403, 429].includes(begun.status))
    }
    assert.equal(
      (await client.post('/authenticators', { factor: 'totp', label: 'l'.repeat(65) })).status,
      400,
    )
    const offers = (await rowsOf(engine, 'authenticators')).filter(({ status }) => status === 'pending')
    assert.ok(offers.length <= 5, `${offers.length} offers lie there`)

    for (let index = 0; index < 300; index++) {
      const stranger = strangers[index % strangers.length]
      await stranger?.post('/attempts', { account: index % 2 === 0 ? 'alice' : `nobody ${index}` })
    }
    clock.advance(15 * 60_000)
    await strangers[0]?.post('/attempts', { account: 'alice' })
    const attempts = await rowsOf(engine, 'attempts')
    const open = attempts.filter((row) => row.account_id === alice.account.id && row.completed_at === null)
    assert.ok(open.length <= 101, `${open.length} attempts lie there`)
    const verifier = await server.application(['verify'])
    for (let index = 0; index < 200; index++)
      await verifier.post('/verify', { account: `nobody ${index}`, code: '123456' })
    const code = wrongCode(scene, alice)
    for (let index = 0; index < 200; index++) await verifier.post('/verify', { account: 'alice', code })
    const refusals = (await rowsOf(engine, 'audit_refusals')).filter(
      ({ account_id }) => account_id === alice.account.id,
    )
    assert.ok(refusals.length <= 32, `${refusals.length} rows tell of refusals`)

    clock.advance(366 * 24 * 3_600_000)
    await sweep(engine)
    for (const table of [
      'attempts',
      'challenges',
      'sessions',
      'invitations',
      'device_lanes',
      'throttle',
      'retry_keys',
    ])
      assert.deepEqual(await rowsOf(engine, table), [], table)
    const left = (await rowsOf(engine, 'authenticators')).filter(({ status }) => status === 'pending')
    assert.deepEqual(left, [])
  },
  { audited: ['throttled'] },
)
