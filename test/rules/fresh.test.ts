import assert from 'node:assert/strict'
import { startStepUp } from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import { SallyportError } from '../../src/kernel/errors.ts'
import {
  eachEngine,
  halfway,
  type Person,
  passwordProof,
  person,
  prove,
  refusal,
  signIn,
  surroundings,
  totpOf,
  type World,
} from '../kit/engine.ts'
import { rule, under } from '../kit/rules.ts'

const minute = 60_000
const fresh = rule('often', { says: 'Money wants a fresh look.', need: { fresh: '15m' } })

async function refused(attempt: Promise<unknown>): Promise<SallyportError> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof SallyportError) return error
  }
  return assert.fail('it was not refused')
}

/** Proves all that is asked for, and completes. */
async function stepUp(world: World, engine: Engine, owner: Person, token: string) {
  const session = await engine.sessions.requireRenewable(token, surroundings)
  const started = await startStepUp(engine, session, surroundings)
  const done = await prove(engine, started, [passwordProof(), totpOf(world, owner)], { complete: {} })
  return done.completed?.token ?? assert.fail('the step-up did not complete')
}

eachEngine('R3: a session whose proofs are older than a rule allows asks for a step-up', async (world) => {
  const engine = await under(world, [fresh])
  const alice = await person(world, 'Alice')
  const { token } = await signIn(world, alice, {}, engine)
  world.clock.advance(14 * minute)
  assert.ok(await engine.sessions.read(token, surroundings))
  world.clock.advance(minute)
  assert.equal(await engine.sessions.read(token, surroundings), undefined)
  const { code, details } = await refused(engine.sessions.require(token, surroundings))
  assert.equal(code, 'step-up.required')
  assert.equal(details.error, 'insufficient_user_authentication')
  assert.equal(details.maxAge, 900)
  assert.match(JSON.stringify(details.because), /Money wants a fresh look/)

  const renewed = await stepUp(world, engine, alice, token)
  assert.ok(await engine.sessions.read(renewed, surroundings))
  assert.equal(await refusal(engine.sessions.require(token, surroundings)), 'session.required')
})

eachEngine('R3: a rule about age that is put in force holds for sessions that live', async (world) => {
  const alice = await person(world, 'Alice')
  const { token } = await signIn(world, alice)
  world.clock.advance(20 * minute)
  const strict = await under(world, [fresh])
  assert.ok(await world.engine.sessions.read(token, surroundings))
  assert.equal(await refusal(strict.sessions.require(token, surroundings)), 'step-up.required')
})

eachEngine('R3: what a step-up cannot mend is no session at all', async (world) => {
  const alice = await person(world, 'Alice')
  const { token } = await signIn(world, alice)
  world.clock.advance(20 * minute)
  const closed = await under(world, [fresh, rule('shut', { need: { deny: true } })])
  assert.equal(await refusal(closed.sessions.require(token, surroundings)), 'session.required')
  assert.equal(await refusal(closed.sessions.requireRenewable(token, surroundings)), 'session.required')
})

eachEngine('a step-up asks only for what is missing', async (world) => {
  const engine = await under(world, [])
  const alice = await person(world, 'Alice')
  const started = await halfway(engine, 'Alice')
  world.clock.advance(8 * minute)
  const { completed } = await prove(engine, started, [totpOf(world, alice)], { complete: {} })
  world.clock.advance(4 * minute)
  const session = completed?.session ?? assert.fail('the sign-in did not complete')
  assert.equal(engine.sessions.isFresh(session, 2), false, 'its password is twelve minutes old')
  const again = await startStepUp(engine, session, surroundings)
  const done = await prove(engine, again, [passwordProof()], { complete: {} })
  assert.ok(done.completed && engine.sessions.isFresh(done.completed.session, 2))
})

eachEngine(
  'G10: a step-up right after a sign-in is never enough without a proof of its own',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const { session } = await signIn(world, alice)
    const started = await startStepUp(engine, session, surroundings)
    const half = await prove(engine, started, [passwordProof()], { complete: {} })
    assert.equal(half.completed, undefined)
  },
)

eachEngine(
  'RFC 9470: an application may ask for fresher proofs than policy does, and for no older',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const { session } = await signIn(world, alice)
    world.clock.advance(5 * minute)
    const wanted = (within: number, assurance?: 1 | 2 | 3) => () =>
      engine.sessions.requireWanted(session, { within, assurance })
    assert.doesNotThrow(wanted(6 * minute))
    assert.throws(wanted(4 * minute), { code: 'step-up.required' })
    assert.throws(wanted(6 * minute, 3), { code: 'step-up.required' })
    const strict = await under(world, [rule('often', { need: { fresh: '4m' } })])
    assert.equal(
      await refusal(strict.sessions.require((await signInEarlier(world, alice)).token, surroundings)),
      'step-up.required',
    )
  },
)

async function signInEarlier(world: World, owner: Person) {
  const completed = await signIn(world, owner)
  world.clock.advance(5 * minute)
  return completed
}
