import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { attack, type Scene } from '../../kit/attack.ts'
import { codeProof, rowsOf, wrongCode } from '../../kit/engine.ts'
import {
  type Answer,
  type Client,
  codeOf,
  cookieNames,
  halfwayAt,
  origin,
  sendBytes,
  signInAt,
  totp,
} from '../../kit/server.ts'

/** Consecutive failures after which the first wait begins (decision 2), and one that may have been under way. */
const mostCompared = 6

function statusesOf(answers: readonly Answer[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

async function halfways(scene: Scene, number: number): Promise<readonly Client[]> {
  const clients: Client[] = []
  for (let index = 0; index < number; index++) {
    const client = await scene.server.browser()
    await halfwayAt(client, scene.alice)
    clients.push(client)
  }
  return clients
}

async function totpRow(scene: Scene) {
  const rows = await rowsOf(scene.engine, 'authenticators')
  const row = rows.find(({ id }) => id === scene.alice.totp.id)
  assert.ok(row)
  return row
}

attack(
  'A-014 brute-1000-parallel: of a thousand wrong codes only the budget is compared, and the right one comes too late',
  async (scene) => {
    const clients = await halfways(scene, 20)
    scene.comparisons.clear()
    const code = wrongCode(scene, scene.alice)
    const answers = await Promise.all(
      clients.flatMap((client) =>
        Array.from({ length: 50 }, () => client.post('/attempts/current/proofs', { proofs: [totp(code)] })),
      ),
    )
    assert.equal(answers.length, 1000)
    const counts = statusesOf(answers)
    assert.equal(counts[200], undefined)
    assert.ok((counts[429] ?? 0) > 900, JSON.stringify(counts))
    assert.ok(
      (scene.comparisons.get('totp') ?? 0) <= mostCompared,
      `compared ${scene.comparisons.get('totp')}`,
    )
    const [client] = clients
    const right = await client?.post('/attempts/current/proofs', { proofs: [codeOf(scene, scene.alice)] })
    assert.equal(right?.status, 429)
    assert.ok(Number(right?.headers['retry-after']) > 0)
    assert.equal(right?.body.details.retryAfter, Number(right?.headers['retry-after']))
  },
  { on: 'each', audited: ['proof.refused', 'throttled'] },
)

attack(
  'A-017 brute-spread-factors: tries at several factors and authenticators come out of one purse',
  async (scene) => {
    const clients = await halfways(scene, 4)
    scene.comparisons.clear()
    const wrong = [
      totp(wrongCode(scene, scene.alice)),
      codeProof('aaaaa-bbbbb-ccccc-ddddd', 'recovery-codes'),
    ]
    for (let round = 0; round < 40; round++) {
      const client = clients[round % clients.length]
      await client?.post('/attempts/current/proofs', { proofs: [wrong[round % wrong.length]] })
    }
    const compared = [...scene.comparisons].reduce(
      (sum, [factor, count]) => sum + (factor === 'password' ? 0 : count),
      0,
    )
    assert.ok(compared <= mostCompared, `compared ${compared}`)
  },
  { audited: ['throttled'] },
)

attack(
  'A-019 brute-on-rollback: neither a hang-up, nor a broken tail, nor a failing database takes a failure back',
  async (scene) => {
    const { server, alice, points } = scene
    const [client] = await halfways(scene, 1)
    assert.ok(client)
    const body = JSON.stringify({ proofs: [totp(wrongCode(scene, alice))] })
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const head = [
      'POST /api/v1/attempts/current/proofs HTTP/1.1',
      `Host: ${new URL(origin).host}`,
      `Cookie: ${cookie}`,
      `X-Sallyport-CSRF: ${client.headers.get('x-sallyport-csrf')}`,
      'Content-Type: application/json',
    ]
    // The caller hangs up as soon as all is sent.
    for (let round = 0; round < 3; round++) {
      const socket = connect(server.port, '127.0.0.1')
      socket.on('error', () => undefined)
      await once(socket, 'connect')
      const whole = [...head, `Content-Length: ${body.length}`, '', body].join('\r\n')
      await new Promise((sent) => socket.write(whole, sent))
      socket.destroy()
    }
    for (let wait = 0; wait < 100 && Number((await totpRow(scene)).failures_proven) < 3; wait++)
      await pause(20)
    assert.equal(Number((await totpRow(scene)).failures_proven), 3, 'each was judged and counted')

    // A body with more behind its end is never judged; neither is one that never ends.
    scene.comparisons.clear()
    const tail = await client.post('/attempts/current/proofs', `${body}}`)
    assert.equal(tail.status, 400)
    await sendBytes(server.port, [...head, `Content-Length: ${body.length + 9}`, '', body].join('\r\n'), 200)
    assert.equal(scene.comparisons.get('totp'), undefined)

    // Where nothing can be booked, right and wrong get the same answer, and nobody is let in (R6).
    points.before = () => {
      throw Object.assign(new Error('disk I/O error'), { code: 'EIO' })
    }
    const wrong = await client.post('/attempts/current/proofs', body)
    const right = await client.post('/attempts/current/proofs', { proofs: [codeOf(scene, alice)] })
    points.before = undefined
    assert.ok(wrong.status >= 500)
    assert.deepEqual({ status: right.status, body: right.body }, { status: wrong.status, body: wrong.body })
    assert.equal(
      (await rowsOf(scene.engine, 'sessions')).filter((row) => row.account_id === alice.account.id).length,
      1,
    )
  },
  { audited: ['proof.refused'] },
)

attack(
  'A-020 lockout-dos: two thousand failures of outsiders do not keep Alice out where she has been before',
  async (scene) => {
    const { server, alice } = scene
    const home = await server.browser()
    assert.equal((await signInAt(scene, home, alice, { rememberDevice: true })).status, 200)
    assert.ok(home.cookies.get(cookieNames.device), 'her device is known')
    const verifier = await server.application(['verify'])

    const wrongPassword = { proofs: [{ factor: 'password', proof: { password: 'not her password 1' } }] }
    const web = async () => {
      const client = await server.browser()
      await client.post('/attempts', { account: 'alice' })
      for (let tries = 0; tries < 20; tries++) await client.post('/attempts/current/proofs', wrongPassword)
    }
    const api = async () => {
      const code = wrongCode(scene, alice)
      for (let tries = 0; tries < 20; tries++) {
        const password = tries % 2 === 0 ? {} : { password: 'not her password 2' }
        await verifier.post('/verify', { account: 'alice', code, ...password })
      }
    }
    for (let wave = 0; wave < 10; wave++) {
      await Promise.all([...Array.from({ length: 7 }, web), ...Array.from({ length: 3 }, api)])
      scene.clock.advance(60_000)
    }

    const row = await totpRow(scene)
    assert.equal(row.status, 'active')
    assert.equal(Number(row.failures_proven), 0, 'no outsider reached her second factor')
    home.cookies.delete(cookieNames.session)
    const signedIn = await signInAt(scene, home, alice)
    assert.equal(signedIn.status, 200, signedIn.text)
  },
  { audited: ['throttled', 'password.mismatch'] },
)

attack(
  'A-022 xff-spoof: a header names no other source than the connection has',
  async (scene) => {
    const { server } = scene
    const client = await server.browser()
    const addresses = [
      '8.8.8.8',
      'a',
      '::1',
      '127.0.0.1, 10.0.0.1',
      '',
      '999.1.1.1',
      "'; drop table throttle; --",
    ]
    const names = [
      'x-forwarded-for',
      'forwarded',
      'x-real-ip',
      'true-client-ip',
      'x_forwarded_for',
      'cf-connecting-ip',
      'client-ip',
    ]
    const answers: Answer[] = []
    for (let index = 0; index < 260; index++) {
      const address = addresses[index % addresses.length] ?? ''
      const headers = Object.fromEntries(
        names.map((name) => [
          name,
          name === 'x-forwarded-for' ? [address, `10.0.0.${index % 250}`] : address,
        ]),
      )
      const body = { proofs: [{ factor: 'password', proof: { password: `wrong ${index}` } }] }
      if (index % 20 === 0) answers.push(await client.post('/attempts', { account: 'alice' }, headers))
      answers.push(await client.post('/attempts/current/proofs', body, headers))
    }
    const limited = answers.filter(({ body }) => body.code === 'source.too-many')
    assert.ok(limited.length > 0, 'the coarse limit counts the peer')
    const lanes = (await rowsOf(scene.engine, 'throttle')).filter(({ id }) => String(id).includes('|source|'))
    assert.equal(lanes.length, 1)
    assert.ok(String(lanes[0]?.id).endsWith(`|source|${client.address ?? '127.0.0.1'}`))
  },
  { audited: ['throttled'] },
)

attack(
  'A-022 xff-spoof: behind a listed proxy, what is no address shares one bucket and escapes nothing',
  async (scene) => {
    const client = await scene.server.browser()
    const junk = ['a', '999.1.1.1', '1.2.3', '[::1', 'unknown', '_hidden', '::ffff:999.9.9.9']
    for (const address of junk) {
      await client.post('/attempts', { account: 'alice' }, { 'x-forwarded-for': address })
      const body = { proofs: [{ factor: 'password', proof: { password: 'wrong password' } }] }
      await client.post('/attempts/current/proofs', body, { 'x-forwarded-for': address })
    }
    const lanes = (await rowsOf(scene.engine, 'throttle')).filter(({ id }) => String(id).includes('|source|'))
    assert.deepEqual(
      lanes.map(({ id }) => String(id).split('|').at(-1)),
      ['unknown'],
    )
  },
  { server: { trustedProxies: ['127.0.0.0/8'] }, audited: ['throttled'] },
)

attack(
  'A-023 ipv6-rotate: every spelling and every address of one network is one bucket',
  async (scene) => {
    const client = await scene.server.browser()
    const same = [
      '2001:db8:1:2::1',
      '2001:DB8:1:2:ffff:ffff:ffff:ffff',
      '2001:0db8:0001:0002:0:0:0:9',
      '2001:db8:1:2:0:0:192.0.2.1',
      '2001:db8:1:2::abcd%eth0',
      '2001:db8:1:2:3:4:5:6',
    ]
    const tries = async (address: string) => {
      await client.post('/attempts', { account: 'alice' }, { 'x-forwarded-for': address })
      const body = { proofs: [{ factor: 'password', proof: { password: 'wrong password' } }] }
      return client.post('/attempts/current/proofs', body, { 'x-forwarded-for': address })
    }
    for (const address of same) await tries(address)
    assert.equal((await tries('2001:db8:1:2:9:9:9:9')).status, 429, 'a new address of the network waits, too')
    await tries('::ffff:192.0.2.7')
    await tries('192.0.2.7')
    const lanes = (await rowsOf(scene.engine, 'throttle')).filter(({ id }) => String(id).includes('|source|'))
    assert.deepEqual(lanes.map(({ id }) => String(id).split('|').at(-1)).sort(), [
      '192.0.2.7',
      '2001:db8:1:2::/64',
    ])
  },
  { server: { trustedProxies: ['127.0.0.0/8'] }, audited: ['throttled'] },
)

attack(
  'A-025 limiter-param-poison: no field of a request moves its count to somebody else',
  async (scene) => {
    const { server, alice } = scene
    const client = await server.browser()
    await halfwayAt(client, alice)
    const wrong = { proofs: [totp(wrongCode(scene, alice))] }
    scene.comparisons.clear()
    const poisoned: readonly [string, unknown][] = [
      ['/attempts/current/proofs', { ...wrong, email: 'x1@example.com' }],
      [
        '/attempts/current/proofs',
        { ...wrong, user: 'bob', account: 'bob', accountId: scene.bob.account.id },
      ],
      ['/attempts/current/proofs', `{"proofs":[${JSON.stringify(wrong.proofs[0])}],"proofs":[]}`],
      ['/attempts/current/proofs', { proofs: wrong.proofs[0] }],
      ['/attempts', { account: ['alice', 'bob'] }],
      ['/attempts', '{"account":"alice","account":"bob"}'],
      ['/attempts', { account: 'alice', applicationId: 'x' }],
    ]
    for (const [path, body] of poisoned) assert.equal((await client.post(path, body)).status, 400)
    assert.equal(scene.comparisons.get('totp'), undefined)
    for (let tries = 0; tries < 8; tries++)
      await client.post(`/attempts/current/proofs?account=bob${tries}&email=${tries}`, wrong)
    assert.ok((scene.comparisons.get('totp') ?? 0) <= mostCompared)
    const bobs = (await rowsOf(scene.engine, 'throttle')).filter(
      ({ account_id }) => account_id === scene.bob.account.id,
    )
    assert.deepEqual(bobs, [])
    const other = await client.post('/attempts', { account: 'alice', password: alice.password })
    assert.equal(other.status, 400)
  },
  { audited: ['proof.refused', 'throttled'] },
)
