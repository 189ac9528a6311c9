import assert from 'node:assert/strict'
import { eachEngine, person, refusal, rowsOf, sessionOf, signIn, tamper } from '../../test/kit/engine.ts'
import type { Completed } from '../authentication/index.ts'
import type { Satisfied } from '../policy/index.ts'
import { sessionConfig } from './config.ts'

const minute = 60_000
const hour = 60 * minute

eachEngine('a session ends twelve hours after the sign-in, however busy it is (N-02)', async (world) => {
  const { engine, clock } = world
  const { token, session } = await signIn(world, await person(world, 'Ana'))
  while (clock.now() + 30 * minute < session.createdAt + 12 * hour) {
    clock.advance(30 * minute)
    assert.ok(await engine.sessions.read(token, { door: 'rest' }))
  }
  clock.set(session.createdAt + 12 * hour - 1)
  assert.ok(await engine.sessions.read(token, { door: 'rest' }))
  clock.advance(1)
  assert.equal(await engine.sessions.read(token, { door: 'rest' }), undefined)
})

eachEngine('a session ends after an hour without a request', async (world) => {
  const { engine, clock } = world
  const { token, session } = await signIn(world, await person(world, 'Ana'))
  clock.set(session.createdAt + 59 * minute)
  assert.ok(await engine.sessions.read(token, { door: 'rest' }))
  clock.advance(hour)
  assert.equal(await engine.sessions.read(token, { door: 'rest' }), undefined)
})

eachEngine('V-75: a session ends with its account, and with its account’s epoch, at once', async (world) => {
  const { engine } = world
  const ana = await person(world, 'Ana')
  const first = await signIn(world, ana)
  await tamper(engine, (db) => db.updateTable('accounts').set({ status: 'disabled' }))
  assert.equal(await engine.sessions.read(first.token, { door: 'rest' }), undefined)
  await tamper(engine, (db) => db.updateTable('accounts').set({ status: 'active', epoch: 7 }))
  assert.equal(await engine.sessions.read(first.token, { door: 'rest' }), undefined)
  assert.deepEqual(await engine.sessions.ofAccount(ana.account.id), [])
})

eachEngine('G10: fresh is at the bar, new enough, and not from the future', async (world) => {
  const { engine, clock } = world
  const { token } = await signIn(world, await person(world, 'Ana'))
  const session = await sessionOf(engine, token)
  const at = (age: number, assurance: 1 | 2) => {
    clock.set(session.authenticatedAt + age)
    return engine.sessions.isFresh({ ...session, assurance }, 2)
  }
  assert.deepEqual([at(0, 2), at(10 * minute, 2)], [true, true])
  assert.deepEqual([at(10 * minute + 1, 2), at(-1, 2), at(0, 1)], [false, false, false])
})

eachEngine(
  'a token is matched whole: no part, other case or longer text of it is one (V-96)',
  async (world) => {
    const { engine } = world
    const { token } = await signIn(world, await person(world, 'Ana'))
    for (const forged of [
      token.slice(0, -1),
      `${token}A`,
      ` ${token}`,
      token.toUpperCase(),
      'sps_',
      '',
      undefined,
    ])
      assert.equal(await engine.sessions.read(forged, { door: 'rest' }), undefined)
    const [row] = await rowsOf(engine, 'sessions')
    assert.equal(await engine.sessions.read(String(row?.token_hash), { door: 'rest' }), undefined)
    assert.equal(await engine.sessions.read(`sps_${row?.token_hash}`, { door: 'rest' }), undefined)
  },
)

eachEngine(
  'R3: nothing but a satisfied requirement yields a session, and none without its completion',
  async (world) => {
    const { engine } = world
    const { session, completion }: Completed = await signIn(world, await person(world, 'Ana'))
    const forged = { ...session, attemptId: completion.attemptId, policyVersion: 'x' } as unknown as Satisfied
    const where = { applicationId: session.applicationId, source: undefined, userAgent: undefined }
    assert.throws(() => engine.sessions.issue(forged, completion.id, where), {
      code: 'requirement.unsatisfied',
    })
    const orphan = tamper(engine, (db) => db.updateTable('sessions').set({ completion_id: null }))
    assert.equal(await refusal(orphan), 'storage.unit-failed')
  },
)

eachEngine('limits beyond a day, or of nothing, are refused', async () => {
  for (const config of [
    { absolute: 25 * hour },
    { idle: 0 },
    { fresh: 2 * hour },
    { absolute: '1' },
    { more: 1 },
  ])
    assert.equal(sessionConfig.safeParse(config).success, false)
})
