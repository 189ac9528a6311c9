import assert from 'node:assert/strict'
import { complete } from '../../../src/authentication/index.ts'
import { removeAuthenticator, runOperation } from '../../../src/enrolment/index.ts'
import type { Id } from '../../../src/kernel/ids.ts'
import {
  codeAt,
  eachEngine,
  enrolMore,
  goodPassword,
  halfway,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  startAt,
  surroundings,
  tamper,
  totpOf,
} from '../../kit/engine.ts'

eachEngine(
  'A-031: what was proved with an authenticator that was taken off since is worth nothing',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const session = await sessionOf(engine, alice.token)
    await enrolMore(engine, session, 'totp', (shown) => ({ code: codeAt(shown, clock.now()) }))

    const thief = await startAt(engine, 'Alice')
    const { progress } = await prove(engine, thief, [passwordProof(), totpOf(world, alice)])
    assert.equal(progress.state, 'satisfied')
    await removeAuthenticator(engine, { session, authenticatorId: alice.totp.id as Id<'authenticator'> })
    const completing = complete(engine, { secret: thief.secret, options: {}, surroundings })
    assert.equal(await refusal(completing), 'attempt.not-found')
  },
)

eachEngine(
  'A-031: a password that was changed since opens nothing that it had half opened',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const session = await sessionOf(engine, alice.token)
    const thief = await halfway(engine, 'Alice')
    const rows = await engine.authenticators.ofAccount(alice.account.id)
    const password = rows.find((row) => row.factor === 'password')
    assert.ok(password)
    await runOperation(engine, {
      session,
      authenticatorId: password.id,
      operation: 'change',
      input: { current: goodPassword, password: 'zebra-lagoon-thimble-88' },
      surroundings,
    })
    const proving = prove(engine, thief, [totpOf(world, alice)], { complete: {} })
    assert.equal(await refusal(proving), 'attempt.not-found')
    assert.equal((await rowsOf(engine, 'completions')).length, 1)
  },
)

eachEngine(
  'A-031, R1: what was proved with an authenticator that was disabled since is worth nothing',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const { secret } = await startAt(engine, 'Alice')
    await prove(engine, { secret }, [passwordProof(), totpOf(world, alice)])
    await tamper(engine, (db) =>
      db.updateTable('authenticators').set({ status: 'disabled' }).where('id', '=', alice.totp.id),
    )
    const completing = complete(engine, { secret, options: {}, surroundings })
    assert.equal(await refusal(completing), 'attempt.not-satisfied')
  },
)
