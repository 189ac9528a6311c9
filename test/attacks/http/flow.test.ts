import assert from 'node:assert/strict'
import { changeAccount, endSessions } from '../../../src/administration/index.ts'
import { attack } from '../../kit/attack.ts'
import { codeAt, codeProof, operator, rowsOf, sessionOf, signIn, startAt, step } from '../../kit/engine.ts'
import {
  type Client,
  codeOf,
  cookieNames,
  halfwayAt,
  origin,
  passwordOf,
  sendBytes,
  signInAt,
} from '../../kit/server.ts'

const { attempt, session, device } = cookieNames

attack(
  'A-042 change-user-mid: whoever began stays who they are, whatever is swapped',
  async ({ server, engine, alice, mallory, ...scene }) => {
    const hers = await server.browser()
    await halfwayAt(hers, alice)
    const client = await server.browser()
    const view = await halfwayAt(client, mallory)
    const code = codeOf(scene, mallory)
    const swapped = [
      { proofs: [code], account: 'alice' },
      { proofs: [code], accountId: alice.account.id },
      { proofs: [{ ...code, account: 'alice' }] },
      { proofs: [{ ...code, proof: { ...code.proof, accountId: alice.account.id } }] },
    ]
    for (const body of swapped) {
      const answer = await client.post('/attempts/current/proofs', { ...body, complete: true })
      assert.ok([400, 401].includes(answer.status), answer.text)
    }
    const herId = (await hers.get('/attempts/current')).body.id
    assert.notEqual(herId, view.body.id)
    const bodies: readonly [string, unknown][] = [
      ['proofs', { proofs: [code], complete: true }],
      ['challenges', { factor: 'echo-code' }],
      ['complete', {}],
    ]
    for (const [verb, body] of bodies) {
      const answer = await client.post(`/attempts/${herId}/${verb}`, body)
      assert.equal(answer.body.code, 'attempt.not-found', verb)
    }
    assert.equal((await client.get(`/attempts/${herId}`)).status, 404)
    assert.equal((await client.delete(`/attempts/${herId}`)).status, 404)
    assert.equal((await hers.get('/attempts/current')).status, 200, 'nothing of hers has ended')

    client.cookies.set(attempt, hers.cookies.get(attempt) ?? '')
    const crossed = await client.post('/attempts/current/proofs', { proofs: [code], complete: true })
    assert.equal(crossed.status, 401, "her sign-in takes no code of Mallory's")
    for (const living of await engine.sessions.ofAccount(alice.account.id))
      assert.equal(living.source, '192.0.2.1')
  },
  { audited: ['proof.refused'] },
)

attack(
  "A-043 own-factor-for-victim: Mallory's code, recovery code and authenticator prove nothing of Alice",
  async (scene) => {
    const { server, alice, mallory } = scene
    const client = await server.browser()
    await halfwayAt(client, alice)
    const proofs = [
      codeOf(scene, mallory),
      { ...codeOf(scene, mallory), authenticatorId: mallory.totp.id },
      { authenticatorId: mallory.totp.id, proof: codeOf(scene, mallory).proof },
      codeProof(mallory.recoveryCodes[0] ?? '', 'recovery-codes'),
    ]
    for (const proof of proofs) {
      const answer = await client.post('/attempts/current/proofs', { proofs: [proof], complete: true })
      assert.deepEqual([answer.status, answer.body.code], [401, 'proof.refused'])
    }
    const own = await server.browser()
    await halfwayAt(own, mallory)
    const recovered = await own.post('/attempts/current/proofs', {
      proofs: [codeProof(mallory.recoveryCodes[0] ?? '', 'recovery-codes')],
      complete: true,
    })
    assert.equal(recovered.status, 200, "her own code is still hers: it was not spent by Alice's sign-in")
  },
  { audited: ['proof.refused'] },
)

attack('A-045 back-door-paths: another spelling of a path opens nothing', async ({ server }) => {
  const stranger = server.stranger()
  const paths = [
    '//api/v1/session',
    '/api//v1/session',
    '/api/v1//session',
    '/API/V1/SESSION',
    '/Api/v1/session',
    '/api/v1/session/',
    '/api/v1/session;x=1',
    '/api/v1;x/session',
    '/api/v1/%73ession',
    '/api%2fv1%2fsession',
    '/api/v1/portal/..%2fsession',
    '/api/v1/portal/../accounts',
    '/api/v1/./accounts',
    '/api/v1/accounts%00',
    '/api/v1/accounts%20',
    '/api/v1/accounts?',
    '/api/v1/accounts#x',
    '\\api\\v1\\accounts',
    '/api/v1/%zz',
    '/api/v1/%c0%ae%c0%ae/accounts',
    '/api/v2/accounts',
    '/api/accounts',
    '/accounts',
    '/admin',
    '/graphql',
    '/scim/v2/Users',
    '/oauth2/token',
    '/token',
    '/.well-known/openid-configuration',
    '/remote.php/dav',
    '/socket.io/',
    `/api/v1/accounts/${'a'.repeat(300)}`,
  ]
  for (const path of paths) {
    const answer = await stranger.send({ method: 'GET', path })
    assert.ok([400, 401, 404].includes(answer.status), `${path}: ${answer.status}`)
    assert.match(String(answer.headers['content-type']), /^application\/(problem|scim)\+json/, path)
  }
  for (const method of ['HEAD', 'OPTIONS', 'PUT', 'TRACE', 'PROPFIND', 'SEARCH', 'LINK']) {
    for (const path of ['/api/v1/accounts', '/api/v1/session', '/api/v1/attempts/current/complete']) {
      const answer = await stranger.send({ method, path })
      assert.ok([400, 401, 404, 405].includes(answer.status), `${method} ${path}: ${answer.status}`)
    }
  }
})

attack(
  'A-045 back-door-paths: method overrides, Basic, foreign hosts and absolute targets change nothing',
  async (scene) => {
    const { server, alice } = scene
    const client = await server.signedIn(alice.token)
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      const answer = await client.send({
        method: 'GET',
        path: '/api/v1/session?_method=DELETE',
        headers: { [name]: 'DELETE' },
      })
      assert.equal(answer.status, 200)
    }
    assert.equal((await client.get('/session')).status, 200, 'nobody was signed out')
    const basic = Buffer.from(`alice:${alice.password}`).toString('base64')
    for (const path of ['/session', '/accounts', '/authenticators', '/audit'])
      assert.equal((await server.stranger().get(path, { authorization: `Basic ${basic}` })).status, 401)
    const host = new URL(origin).host
    for (const other of [`${host}.`, host.toUpperCase(), 'localhost', '127.0.0.1', '']) {
      assert.equal((await server.stranger().get('/session', { host: other })).status, 401, other)
    }
    const absolute = await sendBytes(
      server.port,
      `GET http://internal.example/api/v1/accounts HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    )
    assert.match(absolute, /^HTTP\/1\.1 (400|401|404)/)
  },
)

attack(
  'A-046 session-fixation: each step hands out a new secret, and the older ones are worth nothing',
  async (scene) => {
    const { server, engine, alice, mallory } = scene
    const client = await server.browser()
    const planted = {
      session: mallory.token,
      attempt: `spa_${'p'.repeat(43)}`,
      device: `spd_${'p'.repeat(43)}`,
    }
    client.cookies.set(session, planted.session).set(attempt, planted.attempt).set(device, planted.device)
    await client.post('/attempts', { account: 'alice' })
    const started = client.cookies.get(attempt)
    assert.notEqual(started, planted.attempt)
    await client.post('/attempts/current/proofs', { proofs: [passwordOf(alice)] })
    assert.equal(client.cookies.get(session), planted.session, 'a password alone changes no session')
    const done = await client.post('/attempts/current/proofs', {
      proofs: [codeOf(scene, alice)],
      complete: true,
    })
    assert.equal(done.status, 200)
    scene.clock.advance(step)
    const first = client.cookies.get(session) ?? ''
    assert.ok(first !== planted.session && first.startsWith('sps_'))
    assert.equal(client.cookies.get(attempt), undefined)
    assert.equal(
      await engine.sessions.read(planted.session, { door: 'rest' }),
      undefined,
      'the session that it replaces has ended',
    )

    const over = await server.browser()
    over.cookies.set(attempt, started ?? '')
    assert.ok([404, 410].includes((await over.get('/attempts/current')).status))

    await client.post('/session/step-up', {})
    const proofs = [passwordOf(alice), codeOf(scene, alice)]
    assert.equal((await client.post('/attempts/current/proofs', { proofs, complete: true })).status, 200)
    scene.clock.advance(step)
    const second = client.cookies.get(session) ?? ''
    assert.notEqual(second, first)
    assert.equal(
      await engine.sessions.read(first, { door: 'rest' }),
      undefined,
      'the session before the step-up has ended',
    )

    assert.equal((await client.delete('/session')).status, 204)
    assert.equal(await engine.sessions.read(second, { door: 'rest' }), undefined)
    client.cookies.set(session, second)
    assert.equal((await client.get('/session')).status, 401)
  },
  { audited: ['attempt.completed'] },
)

attack(
  'A-049 remember-device-forge: a remembered device spares no factor, and nobody can make, copy or keep one',
  async (scene) => {
    const { server, engine, clock, alice, mallory } = scene
    const home = await server.browser()
    await signInAt(scene, home, alice, { rememberDevice: true })
    const token = home.cookies.get(device) ?? ''
    assert.match(token, /^spd_/)

    const again = await halfwayAt(home, alice)
    assert.equal(again.body.state, 'proving', 'the second factor is still asked for')

    const wrong = { proofs: [{ factor: 'password', proof: { password: 'wrong password 1' } }] }
    const lanesTried = async (with_: Client, account: string): Promise<string[]> => {
      await with_.post('/attempts', { account })
      const before = await laneFailures(scene)
      await with_.post('/attempts/current/proofs', wrong)
      const after = await laneFailures(scene)
      return [...after]
        .filter(([id, failures]) => failures !== before.get(id))
        .map(([id]) => id.split('|')[2] ?? '')
    }
    assert.deepEqual(await lanesTried(home, 'alice'), ['device'])
    for (const forged of [
      `spd_${'x'.repeat(43)}`,
      token.slice(0, -1),
      `${token}x`,
      token.toUpperCase(),
      mallory.token,
      '',
    ]) {
      const client = await server.browser()
      client.cookies.set(device, forged)
      assert.deepEqual((await lanesTried(client, 'alice')).sort(), ['source', 'unknown'], forged)
    }
    const copied = await server.browser()
    copied.cookies.set(device, token)
    assert.deepEqual(
      (await lanesTried(copied, 'mallory')).sort(),
      ['source', 'unknown'],
      "Alice's device is none of Mallory's",
    )

    clock.advance(91 * 24 * 3_600_000)
    const late = await server.browser()
    late.cookies.set(device, token)
    assert.deepEqual(
      (await lanesTried(late, 'alice')).sort(),
      ['source', 'unknown'],
      'it ends after ninety days',
    )
    assert.equal((await engine.sessions.ofAccount(mallory.account.id)).length, 0)
  },
  { audited: ['password.mismatch'] },
)

async function laneFailures({
  engine,
}: Parameters<Parameters<typeof attack>[1]>[0]): Promise<Map<string, number>> {
  const rows = await rowsOf(engine, 'throttle')
  return new Map(rows.map(({ id, total }) => [String(id), Number(total)]))
}

attack('A-049 remember-device-forge: a reset forgets the devices', async (scene) => {
  const { server, alice } = scene
  const home = await server.browser()
  await signInAt(scene, home, alice, { rememberDevice: true })
  const admin = await server.application(['administration'])
  const reset = await admin.post(`/accounts/${alice.account.id}/reset-authenticators`, { reason: 'lost' })
  assert.equal(reset.status, 200)
  const lanes = await rowsOf(scene.engine, 'device_lanes')
  assert.deepEqual(
    lanes.filter(({ account_id }) => account_id === alice.account.id),
    [],
  )
})

attack('V-75: a session ends with the account, its epoch, its rights, at once', async (scene) => {
  const { server, engine, alice, admin } = scene
  const client = await server.signedIn((await signIn(scene, alice)).token)
  assert.equal((await client.get('/session')).status, 200)
  const subject = { actor: operator, accountId: alice.account.id, reason: 'test' }
  await endSessions(engine, subject)
  assert.equal((await client.get('/session')).status, 401)

  const own = await signIn(scene, admin)
  const console = await server.signedIn(own.token)
  assert.equal((await console.get('/accounts')).status, 200)
  await changeAccount(engine, { ...subject, role: 'administrator' })
  await changeAccount(engine, {
    actor: operator,
    accountId: admin.account.id,
    reason: 'test',
    role: 'person',
  })
  assert.equal((await console.get('/accounts')).status, 401, 'a changed role ends the sessions')
  await assert.rejects(sessionOf(engine, own.token))
  assert.ok((await startAt(engine, 'alice')).secret)
  assert.match(codeAt(alice.totp.shown, scene.clock.now()), /^\d{6}$/)
})
