import assert from 'node:assert/strict'
import { captureTransport } from '../../../src/delivery/index.ts'
import { attack, type Scene } from '../../kit/attack.ts'
import { codeAt, passwordOnly, person, rowsOf, signIn, step, tokenOf } from '../../kit/engine.ts'
import {
  type Answer,
  type Client,
  codeOf,
  cookieNames,
  halfwayAt,
  openTestServer,
  passwordOf,
  signInAt,
} from '../../kit/server.ts'

const nobody = '0123456789abcdefghjkmnpqrstvwxyz'
const factors = ['totp', 'recovery-codes', 'echo-code', 'password']

async function fresh(scene: Scene, who: 'alice' | 'mallory' | 'admin'): Promise<Client> {
  return scene.server.signedIn((await signIn(scene, scene[who])).token)
}

async function herFactors({ engine, alice }: Scene): Promise<readonly string[]> {
  const rows = await engine.authenticators.ofAccount(alice.account.id)
  return rows.map((row) => `${row.id} ${row.factor} ${row.status} ${row.label}`).sort()
}

attack(
  'A-051 enrol-with-first-factor: her password alone enrols nothing beside what Alice has',
  async (scene) => {
    const { server, alice, engine } = scene
    const before = await herFactors(scene)
    const client = await server.browser()
    await halfwayAt(client, alice)
    for (const factor of factors) {
      const answer = await client.post('/authenticators', { factor, options: { to: 'mallory@example.com' } })
      assert.equal(answer.status, 403, `${factor}: ${answer.text}`)
    }
    const application = await server.application(['attempts', 'authenticators:write'])
    const { body } = await application.post('/attempts', { account: 'alice' })
    const headers = { 'sallyport-attempt': body.secret }
    await application.post('/attempts/current/proofs', { proofs: [passwordOf(alice)] }, headers)
    for (const factor of factors)
      assert.equal((await application.post('/authenticators', { factor }, headers)).status, 403, factor)

    for (const status of ['disabled', 'suspended', 'lost'] as const) {
      const statement = engine.storage.tables<{ authenticators: { status: string; id: string } }>()
      const change = statement
        .updateTable('authenticators')
        .set({ status })
        .where('id', '=', alice.totp.id)
        .compile()
      await engine.storage.book({
        statements: [{ sql: change.sql, parameters: [status, alice.totp.id] }],
        locks: [],
      })
      const again = await server.browser()
      await halfwayAt(again, alice)
      for (const factor of factors)
        assert.equal(
          (await again.post('/authenticators', { factor })).status,
          403,
          `${status}: ${factor} (R1)`,
        )
      const undo = statement
        .updateTable('authenticators')
        .set({ status: 'active' })
        .where('id', '=', alice.totp.id)
        .compile()
      await engine.storage.book({
        statements: [{ sql: undo.sql, parameters: ['active', alice.totp.id] }],
        locks: [],
      })
    }
    assert.deepEqual(await herFactors(scene), before)
  },
)

attack(
  'A-051, A-052: a session at a lower level than the factor changes nothing, and one from before it is over',
  async (scene) => {
    const server = await openTestServer(await scene.node({ policy: { mfa: 'offered' } }))
    try {
      await passwordOnly(scene, 'carol')
      const signInSimply = async () => {
        const client = await server.browser()
        await client.post('/attempts', { account: 'carol' })
        const answer = await client.post('/attempts/current/proofs', {
          proofs: [passwordOf(scene.bob)],
          complete: true,
        })
        assert.equal(answer.body.session?.assurance, 1, answer.text)
        return client
      }
      const early = await signInSimply()
      const own = await signInSimply()
      const begun = await own.post('/authenticators', { factor: 'totp' })
      const code = codeAt(begun.body.show, scene.clock.now())
      assert.equal(
        (await own.post(`/authenticators/${begun.body.id}/confirm`, { answer: { code } })).status,
        200,
      )

      assert.equal((await early.get('/session')).status, 401, 'what began before the factor ended with it')

      const current = scene.bob.password
      const { items } = (await own.get('/authenticators')).body
      assert.ok(items.length > 1)
      for (const { id, factor } of items) {
        const changes = [
          await own.patch(`/authenticators/${id}`, { label: 'mine' }),
          await own.delete(`/authenticators/${id}`),
          await own.post(`/authenticators/${id}/operations/refill`, {}),
          await own.post(`/authenticators/${id}/operations/change`, {
            current,
            password: 'a new one of mine 9',
          }),
        ]
        for (const { status, body } of changes)
          assert.deepEqual([status, body.code], [403, 'step-up.required'], factor)
      }
      for (const factor of factors.slice(0, 3)) {
        const begins = await own.post('/authenticators', { factor, options: { to: 'x@example.com' } })
        assert.equal(begins.status, 403)
      }
    } finally {
      await server.close()
    }
  },
)

attack(
  'A-052 delete-with-first-factor: a stale session is asked anew for all that Alice has',
  async (scene) => {
    const { alice, clock } = scene
    const client = await fresh(scene, 'alice')
    clock.advance(11 * 60_000)
    const before = await herFactors(scene)
    const refused = [
      await client.post('/authenticators', { factor: 'totp' }),
      await client.patch(`/authenticators/${alice.totp.id}`, { label: 'mine' }),
      await client.delete(`/authenticators/${alice.totp.id}`),
    ]
    for (const { status, body } of refused) assert.deepEqual([status, body.code], [403, 'step-up.required'])
    await client.post('/session/step-up', {})
    const half = await client.post('/attempts/current/proofs', {
      proofs: [passwordOf(alice)],
      complete: true,
    })
    assert.notEqual(half.body.state, 'completed')
    assert.equal(
      (await client.delete(`/authenticators/${alice.totp.id}`)).status,
      403,
      'a password is half a step-up',
    )
    assert.deepEqual(await herFactors(scene), before)
    const full = await client.post('/attempts/current/proofs', {
      proofs: [codeOf(scene, alice)],
      complete: true,
    })
    assert.equal(full.body.state, 'completed')
    assert.equal((await client.patch(`/authenticators/${alice.totp.id}`, { label: 'Phone' })).status, 200)
  },
)

attack("A-055 idor-factor: what is Alice's does not exist for Mallory", async (scene) => {
  const { server, alice, engine } = scene
  const hers = await fresh(scene, 'alice')
  const pending = await hers.post('/authenticators', { factor: 'totp' })
  const session = (await hers.get('/session')).body
  const client = await fresh(scene, 'mallory')
  const before = await herFactors(scene)
  const asks: readonly ((id: string) => Promise<Answer>)[] = [
    (id) => client.patch(`/authenticators/${id}`, { label: 'mine' }),
    (id) => client.delete(`/authenticators/${id}`),
    (id) =>
      client.post(`/authenticators/${id}/confirm`, {
        answer: { code: codeAt(pending.body.show, scene.clock.now()) },
      }),
    (id) => client.post(`/authenticators/${id}/operations/refill`, {}),
    (id) =>
      client.post(`/authenticators/${id}/operations/change`, {
        current: alice.password,
        password: 'x9 new password',
      }),
    (id) => client.delete(`/sessions/${id}`),
    (id) => client.get(`/attempts/${id}`),
  ]
  for (const [index, ask] of asks.entries()) {
    const absent = await ask(nobody)
    assert.equal(absent.status, 404, `${index}: ${absent.text}`)
    for (const id of [alice.totp.id, pending.body.id, session.id, alice.account.id]) {
      const answer = await ask(id)
      assert.deepEqual(
        [answer.status, answer.body],
        [absent.status, absent.body],
        `${index} tells what exists`,
      )
    }
  }
  for (const path of ['/accounts', `/accounts/${alice.account.id}`, `/audit?account=${alice.account.id}`])
    assert.equal((await client.get(path)).status, 403)
  assert.deepEqual(await herFactors(scene), before)
  assert.equal((await hers.get('/session')).status, 200)
  assert.ok((await engine.sessions.ofAccount(alice.account.id)).length > 0)
  assert.equal((await server.browser()).cookies.get(cookieNames.session), undefined)
})

attack(
  'A-057 reset-bypasses-mfa: neither a link, nor a new address, nor a reset lets a password in alone',
  async (scene) => {
    const { server, alice, engine } = scene
    const admin = await server.application(['administration'])
    const path = `/accounts/${alice.account.id}`
    assert.equal(
      (await admin.patch(path, { email: 'mallory@example.com', reason: 'asked by phone' })).status,
      204,
    )
    const half = await server.browser()
    await halfwayAt(half, alice)
    assert.equal((await half.post('/attempts/current/complete', {})).status, 403)

    const invited = await admin.post(`${path}/invite`, { reason: 'lost' })
    const token = tokenOf(invited.body.invitation.link)
    const guest = await server.browser()
    const opened = await guest.post('/invitations/redeem', { token })
    assert.equal(opened.status, 201)
    assert.equal(opened.body.state, 'proving', 'an invitation replaces no factor that Alice has')
    for (const factor of ['totp', 'password', 'echo-code'])
      assert.equal(
        (await guest.post('/authenticators', { factor, options: { to: 'x@example.com' } })).status,
        403,
      )
    assert.equal((await guest.post('/attempts/current/complete', {})).status, 403)

    const session = await server.signedIn(alice.token)
    const reset = await admin.post(`${path}/reset-authenticators`, { reason: 'lost' })
    assert.equal((await session.get('/session')).status, 401, 'a reset ends her sessions')
    assert.ok(
      [404, 410].includes((await guest.get('/attempts/current')).status),
      'and what was begun before it',
    )
    const link = await server.browser()
    const redeemed = await link.post('/invitations/redeem', { token: tokenOf(reset.body.invitation.link) })
    assert.equal(redeemed.body.state, 'proving', 'the link does not replace the password')
    assert.equal((await link.post('/attempts/current/complete', {})).status, 403)
    await link.post('/attempts/current/proofs', { proofs: [passwordOf(alice)] })
    assert.equal(
      (await link.post('/attempts/current/complete', {})).status,
      403,
      'a second factor is needed first',
    )
    const begun = await link.post('/authenticators', { factor: 'totp' })
    const code = codeAt(begun.body.show, scene.clock.now())
    assert.equal(
      (await link.post(`/authenticators/${begun.body.id}/confirm`, { answer: { code } })).status,
      200,
    )
    assert.equal((await link.post('/attempts/current/complete', {})).status, 200)
    scene.clock.advance(step)

    const twice = await server.browser()
    const again = await twice.post('/invitations/redeem', { token: tokenOf(reset.body.invitation.link) })
    assert.equal(again.status, 410, 'the link is used once')
    assert.ok((await engine.sessions.ofAccount(alice.account.id)).every((one) => one.assurance === 2))
  },
  { audited: ['account.changed', 'account.invited', 'account.reset', 'authenticator.enrolled'] },
)

attack(
  'A-058 helpdesk-social: a reset takes rights, a fresh sign-in and a reason, is told, and never reaches upwards',
  async (scene) => {
    const { server, engine, alice, admin, clock } = scene
    const clerk = await person(scene, 'clerk', 'help-desk')
    const desk = await server.signedIn((await signIn(scene, clerk)).token)
    const path = (id: string) => `/accounts/${id}/reset-authenticators`
    const administrator = await server.application(['administration'])
    await administrator.patch(`/accounts/${alice.account.id}`, {
      email: 'alice@example.com',
      reason: 'told us',
    })

    for (const reason of [undefined, '', '   ', 7])
      assert.equal((await desk.post(path(alice.account.id), { reason })).status, 400)
    assert.equal(
      (await desk.post(path(admin.account.id), { reason: 'urgent' })).status,
      403,
      'nobody above oneself',
    )
    clock.advance(11 * 60_000)
    assert.equal((await desk.post(path(alice.account.id), { reason: 'lost' })).body.code, 'step-up.required')

    const again = await server.signedIn((await signIn(scene, clerk)).token)
    const done = await again.post(path(alice.account.id), { reason: 'lost her phone' })
    assert.equal(done.status, 200)
    const told = (await rowsOf(engine, 'outbox')).filter(({ account_id }) => account_id === alice.account.id)
    assert.ok(
      told.some(({ template }) => template === 'account.reset'),
      'she is told',
    )
    const events = await rowsOf(engine, 'audit_events')
    const reset = events.find(({ event }) => event === 'account.reset')
    assert.equal(reset?.actor, clerk.account.id)
    assert.match(
      String(typeof reset?.details === 'string' ? reset.details : JSON.stringify(reset?.details)),
      /lost her phone/,
    )

    clock.advance(24 * 3_600_000 + 1)
    const late = await server.browser()
    const link = done.body.invitation.link
    assert.equal(
      (await late.post('/invitations/redeem', { token: tokenOf(link) })).status,
      410,
      'the link ends after a day',
    )
  },
  { world: { transports: [captureTransport('email')] }, audited: ['account.reset'] },
)

attack('A-058 helpdesk-social: an administrator falls only to two others', async (scene) => {
  const { server, admin } = scene
  const second = await person(scene, 'second', 'administrator')
  const third = await person(scene, 'third', 'administrator')
  const path = `/accounts/${admin.account.id}/reset-authenticators`
  const one = await server.signedIn((await signIn(scene, second)).token)
  for (let tries = 0; tries < 2; tries++) {
    const asked = await one.post(path, { reason: 'he asked me' })
    assert.deepEqual([asked.status, asked.body.code], [409, 'administration.second-needed'])
  }
  const machine = await server.application(['administration'])
  assert.notEqual(
    (await machine.post(path, { reason: 'script' })).status,
    200,
    'a key is no second administrator',
  )
  const stranger = await fresh(scene, 'mallory')
  assert.equal((await stranger.post(path, { reason: 'me too' })).status, 403)
  const other = await server.signedIn((await signIn(scene, third)).token)
  assert.equal((await other.post(path, { reason: 'he asked me, too' })).status, 200)
})

attack(
  'asking how good a password would be changes nothing and tells nobody',
  async (scene) => {
    const { engine, alice } = scene
    const administrator = await scene.server.application(['administration'])
    await administrator.patch(`/accounts/${alice.account.id}`, {
      email: 'alice@example.com',
      reason: 'told us',
    })
    const client = await fresh(scene, 'alice')
    const { items } = (await client.get('/authenticators')).body
    const own = items.find(({ factor }: { factor: string }) => factor === 'password')
    const before = (await rowsOf(engine, 'outbox')).length
    const answer = await client.post(`/authenticators/${own.id}/operations/advise`, {
      password: 'qwertyuiop1',
    })
    assert.equal(answer.status, 200, answer.text)
    assert.equal((await rowsOf(engine, 'outbox')).length, before, 'no message says that it changed')
    const after = (await client.get('/authenticators')).body.items
    assert.deepEqual(after, items)
    assert.equal((await signInAt(scene, await scene.server.browser(), alice)).status, 200)
  },
  { world: { transports: [captureTransport('email')] } },
)

attack(
  'V-73: nobody marks a contact as confirmed, by no field and at no door; only the code that was sent does',
  async (scene) => {
    const { server, engine, alice } = scene
    const client = await fresh(scene, 'alice')
    const claims = [{ verified: true }, { verifiedAt: 1 }, { source: 'directory' }, { changedAt: 0 }]
    for (const claim of claims) {
      const answer = await client.post('/contacts', { type: 'email', value: 'a@v73.example', ...claim })
      assert.equal(answer.status, 400, answer.text)
    }
    const { body: contact } = await client.post('/contacts', { type: 'email', value: 'a@v73.example' })
    assert.equal(contact.verified, false)
    for (const path of [`/contacts/${contact.id}`, '/contacts'])
      assert.equal((await client.patch(path, { verified: true })).status, 404)
    for (const code of ['', '00000000', '12345678 '.repeat(3), `${'9'.repeat(32)}`])
      assert.equal((await client.post(`/contacts/${contact.id}/verify`, { code })).status, 410)

    const admin = await fresh(scene, 'admin')
    const key = await server.application(['administration'])
    const change = { email: 'b@v73.example', reason: 'test', verified: true }
    for (const who of [admin, key])
      assert.equal((await who.patch(`/accounts/${alice.account.id}`, change)).status, 400)
    const rows = await rowsOf(engine, 'contacts')
    assert.deepEqual(
      rows.map(({ value, verified_at }) => [value, verified_at]),
      [['a@v73.example', null]],
    )
  },
)

attack(
  'A-055 idor-factor, A-090: her contacts are nobody else’s to see or change, and a number is shown to nobody',
  async (scene) => {
    const hers = await fresh(scene, 'alice')
    const number = { type: 'phone', value: '+44 20 7946 0017' }
    const { body: contact } = await hers.post('/contacts', number)
    const mallory = await fresh(scene, 'mallory')
    const asked = [
      await mallory.post(`/contacts/${contact.id}/code`, {}),
      await mallory.post(`/contacts/${contact.id}/verify`, { code: '12345678' }),
      await mallory.delete(`/contacts/${contact.id}`),
    ]
    assert.deepEqual(
      asked.map(({ status, body }) => `${status} ${body.code}`),
      Array(3).fill('404 contact.not-found'),
    )
    const admin = await fresh(scene, 'admin')
    const texts = [
      (await hers.get('/contacts')).text,
      (await admin.get(`/accounts/${scene.alice.account.id}`)).text,
      (await admin.get('/audit')).text,
    ]
    for (const text of texts) assert.ok(!text.includes('2079460017'), text)
    assert.match(texts[1] ?? '', /…017/)
  },
)
