import assert from 'node:assert/strict'
import { changeApplication } from '../../../src/administration/index.ts'
import { complete, startAttempt, stillAdmitted } from '../../../src/authentication/index.ts'
import { removeAuthenticator, runOperation } from '../../../src/enrolment/index.ts'
import type { Id } from '../../../src/kernel/ids.ts'
import { admittedTo } from '../../kit/admissions.ts'
import {
  codeAt,
  eachEngine,
  enrolMore,
  goodPassword,
  halfway,
  operator,
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
  type World,
} from '../../kit/engine.ts'
import { newApplication } from '../engine/doors.ts'

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

/** Somebody whose first factor an application has vouched for. */
async function vouchedFor({ engine }: World) {
  const { id: applicationId } = await newApplication(engine, 'Shop', { vouches: true })
  const { secret } = await startAttempt(engine, {
    account: 'Alice',
    applicationId,
    vouched: true,
    surroundings,
  })
  const withdraw = () =>
    changeApplication(engine, { actor: operator, applicationId, changes: { vouches: false }, reason: 'test' })
  return { applicationId, secret, withdraw }
}

eachEngine('A-031, R7: the word of an application counts no more once it may give none', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const { secret, withdraw } = await vouchedFor(world)
  assert.equal((await prove(engine, { secret }, [totpOf(world, alice)])).progress.state, 'satisfied')
  await withdraw()
  const completing = complete(engine, { secret, options: {}, surroundings })
  assert.equal(await refusal(completing), 'attempt.expired')
})

eachEngine('R3, R7: nor does it for what was begun with it', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const { applicationId, secret, withdraw } = await vouchedFor(world)
  const { completed } = await prove(engine, { secret }, [totpOf(world, alice)], { complete: {} })
  const { id } = await admittedTo(engine, completed?.token, { id: applicationId })
  const standing = async () => [
    (await engine.sessions.read(completed?.token, surroundings))?.id,
    (await stillAdmitted(engine, id, surroundings))?.id,
  ]
  assert.deepEqual(await standing(), [completed?.session.id, id])
  await withdraw()
  assert.deepEqual(await standing(), [undefined, undefined])
})
