import assert from 'node:assert/strict'
import { complete } from '../../src/authentication/index.ts'
import { SallyportError } from '../../src/kernel/errors.ts'
import {
  begin,
  codeAt,
  codeProof,
  confirm,
  eachEngine,
  halfway,
  noon,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  signIn,
  startAt,
  step,
  surroundings,
  tally,
  totpOf,
} from '../kit/engine.ts'
import { interposed } from '../kit/storage.ts'

const hour = 3_600_000

class Killed extends Error {}

function kill(): never {
  throw new Killed()
}

eachEngine(
  'F-02: killed before the commit of a sign-in, the code is unused, no session lies there, and a retry is good',
  async (world) => {
    const { engine, points } = world
    const alice = await person(world, 'Alice')
    const started = await halfway(engine, 'Alice')
    const proof = totpOf(world, alice)
    points.before = kill
    await assert.rejects(prove(engine, started, [proof], { complete: {} }), Killed)
    points.before = undefined
    assert.equal((await rowsOf(engine, 'sessions')).length, 1)

    const next = await world.node()
    const { completed } = await prove(next, started, [proof], { complete: {} })
    assert.ok(completed)
    assert.equal((await rowsOf(engine, 'sessions')).length, 2)
  },
)

eachEngine(
  'F-02: killed after the commit, the code is used, and a retry makes no second session',
  async (world) => {
    const { engine, points } = world
    const alice = await person(world, 'Alice')
    const started = await halfway(engine, 'Alice')
    const proof = totpOf(world, alice)
    points.after = kill
    await assert.rejects(prove(engine, started, [proof], { complete: {} }), Killed)
    points.after = undefined

    const next = await world.node()
    assert.equal(await refusal(prove(next, started, [proof], { complete: {} })), 'attempt.expired')
    const again = await halfway(next, 'Alice')
    assert.equal(await refusal(prove(next, again, [proof], { complete: {} })), 'proof.refused')
    assert.equal((await rowsOf(engine, 'sessions')).length, 2)
    world.clock.advance(step)
    await prove(next, again, [totpOf(world, alice)], { complete: {} })
  },
)

eachEngine(
  'F-02: killed at each booking of a whole sign-in in turn, there are never two sessions',
  async (world) => {
    const { engine, points, clock } = world
    const alice = await person(world, 'Alice')
    for (const when of ['before', 'after'] as const) {
      for (let nth = 0; nth < 4; nth++) {
        const sessions = (await rowsOf(engine, 'sessions')).length
        let left = nth
        points[when] = () => {
          if (left-- === 0) kill()
        }
        const proof = totpOf(world, alice)
        const run = async () => {
          const started = await startAt(engine, 'Alice')
          await prove(engine, started, [passwordProof()])
          await prove(engine, started, [proof])
          return complete(engine, { secret: started.secret, options: {}, surroundings })
        }
        const [ended] = await Promise.allSettled([run()])
        points[when] = undefined
        const made = (await rowsOf(engine, 'sessions')).length - sessions
        const acknowledged = ended?.status === 'fulfilled' ? 1 : 0
        const committed = acknowledged === 1 || (when === 'after' && nth === 3) ? 1 : 0
        assert.equal(made, committed, `${when} ${nth}`)
        clock.advance(step)
      }
    }
  },
)

eachEngine(
  'F-02: killed around a confirmation, an authenticator is there whole or not at all',
  async (world) => {
    const { engine, points } = world
    for (const when of ['before', 'after'] as const) {
      const name = `Killed ${when}`
      await passwordOnly(world, name)
      const { secret } = await halfway(engine, name)
      const begun = await begin(engine, secret, 'totp')
      const answer = { code: codeAt(begun.show, world.clock.now()) }
      points[when] = kill
      await assert.rejects(confirm(engine, secret, begun.authenticator.id, answer), Killed)
      points[when] = undefined
      const row = await engine.authenticators.find(begun.authenticator.id)
      assert.equal(row?.status, when === 'before' ? 'pending' : 'active')
      const again = await refusal(confirm(engine, secret, begun.authenticator.id, answer))
      assert.equal(again === 'nothing was refused', when === 'before')
    }
  },
)

eachEngine(
  'F-07: with the database gone nothing is accepted, everything answers 503, and then all goes on',
  async (world) => {
    const { engine, points } = world
    const alice = await person(world, 'Alice')
    const started = await halfway(engine, 'Alice')
    const proof = totpOf(world, alice)
    points.before = () => {
      throw new SallyportError('unavailable', 'storage.unavailable', 'gone')
    }
    const wrong = codeProof('000000')
    const runs = [
      startAt(engine, 'Alice'),
      prove(engine, started, [proof], { complete: {} }),
      prove(engine, started, [wrong]),
      prove(engine, started, [passwordProof('wrong-oxbow-8')]),
    ]
    assert.deepEqual(await tally(runs), { 'storage.unavailable': 4 })
    points.before = undefined
    points.read = () => {
      throw new SallyportError('unavailable', 'storage.unavailable', 'gone')
    }
    assert.equal(await refusal(prove(engine, started, [proof], { complete: {} })), 'storage.unavailable')
    assert.equal(await refusal(engine.sessions.read(alice.token, { door: 'rest' })), 'storage.unavailable')
    points.read = undefined
    assert.equal((await rowsOf(engine, 'sessions')).length, 1)
    assert.ok((await prove(engine, started, [proof], { complete: {} })).completed)
  },
)

eachEngine('F-07: an unknown outcome is no success, whether it was written or not', async (world) => {
  const { engine, points } = world
  const alice = await person(world, 'Alice')
  const started = await halfway(engine, 'Alice')
  points.after = () => {
    throw new SallyportError('unavailable', 'storage.outcome-unknown', 'lost')
  }
  const proof = totpOf(world, alice)
  assert.equal(await refusal(prove(engine, started, [proof], { complete: {} })), 'storage.outcome-unknown')
  points.after = undefined
  assert.equal(await refusal(prove(engine, started, [proof], { complete: {} })), 'attempt.expired')
})

eachEngine('F-07: a closed engine accepts nothing', async (world) => {
  const alice = await person(world, 'Alice')
  const points = interposed()
  const engine = await world.node({}, points)
  const started = await halfway(engine, 'Alice')
  await engine.close()
  await assert.rejects(prove(engine, started, [totpOf(world, alice)], { complete: {} }))
  assert.equal((await rowsOf(world.engine, 'sessions')).length, 1)
})

const jumps: readonly (readonly [string, number])[] = [
  ['an hour ahead', noon + hour],
  ['an hour back', noon - hour],
  ['thirty seconds back', noon - step],
  ['to 1970', 0],
  ['to 2038', 2 ** 31 * 1000 + 5],
  ['to 2106', 2 ** 32 * 1000 + 5],
]

for (const [name, to] of jumps) {
  eachEngine(`F-14, F-16: after a jump of the clock ${name} a used code stays used`, async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const used = codeAt(alice.totp.shown, clock.now())
    const usedAt = clock.now()
    await prove(engine, await halfway(engine, 'Alice'), [codeProof(used)])
    clock.set(to)
    assert.equal(await refusal(replayAt(to)), 'proof.refused')
    clock.set(usedAt)
    assert.equal(await refusal(replayAt(usedAt)), 'proof.refused')

    async function replayAt(at: number) {
      clock.set(at)
      return prove(engine, await halfway(engine, 'Alice'), [codeProof(used)])
    }
  })
}

eachEngine(
  'F-14: forward, sessions end with their limits; back again, they stay ended after a sweep',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const { token } = await signIn(world, alice)
    const at = clock.now()
    clock.set(2 ** 32 * 1000)
    assert.equal(await engine.sessions.read(token, { door: 'rest' }), undefined)
    await engine.storage.book({ statements: [engine.sessions.sweep(clock.now())], locks: [] })
    clock.set(at)
    assert.equal(await engine.sessions.read(token, { door: 'rest' }), undefined)
  },
)

eachEngine('F-14: a clock that is set back lengthens no session', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  const { token, session } = await signIn(world, alice)
  clock.set(session.createdAt + 2 * 60_000)
  assert.ok(await engine.sessions.read(token, { door: 'rest' }))
  for (const back of [hour, 24 * hour, session.createdAt]) {
    clock.set(session.createdAt - back)
    assert.equal(await engine.sessions.read(token, { door: 'rest' }), undefined, `${back} ms back`)
  }
})

eachEngine('F-14: after the clock was set back, a delay is over when it has passed once', async (world) => {
  const { engine, clock } = world
  await person(world, 'Alice')
  const guess = async () => refusal(prove(engine, await halfway(engine, 'Alice'), [codeProof('000001')]))
  for (let nth = 0; nth < 5; nth++) assert.equal(await guess(), 'proof.refused')
  assert.equal(await guess(), 'throttled')
  clock.advance(-10 * hour)
  clock.advance(30_000)
  assert.equal(await guess(), 'proof.refused', 'it was judged')
  assert.equal(await guess(), 'throttled')
})
