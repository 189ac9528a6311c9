import assert from 'node:assert/strict'
import { typedName } from '../../../src/accounts/index.ts'
import { changeAccount, issueAuthenticator } from '../../../src/administration/index.ts'
import { complete, verifyOnce } from '../../../src/authentication/index.ts'
import type { Engine } from '../../../src/engine.ts'
import { beginEnrolment, confirmEnrolment, removeAuthenticator } from '../../../src/enrolment/index.ts'
import type { Id } from '../../../src/kernel/ids.ts'
import {
  codeAt,
  eachEngine,
  enrolMore,
  halfway,
  operator,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  startAt,
  surroundings,
  totpOf,
} from '../../kit/engine.ts'

/** An engine in which something happens between the reading and the booking of a completion. */
function overtaken(engine: Engine, happening: () => Promise<unknown>): Engine {
  let happened = false
  const recognise: Engine['throttle']['recognise'] = async (token) => {
    if (!happened) {
      happened = true
      await happening()
    }
    return engine.throttle.recognise(token)
  }
  return { ...engine, throttle: { ...engine.throttle, recognise } }
}

function mark(engine: Engine, accountId: Id<'account'>) {
  return changeAccount(engine, { actor: operator, accountId, reason: 'test', marks: ['compromised'] })
}

eachEngine('A-031: a factor that is taken off while it completes a sign-in completes none', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  const session = await sessionOf(engine, alice.token)
  await enrolMore(engine, session, 'totp', (shown) => ({ code: codeAt(shown, clock.now()) }))
  const { secret } = await startAt(engine, 'Alice')
  await prove(engine, { secret }, [passwordProof(), totpOf(world, alice)])
  const authenticatorId = alice.totp.id as Id<'authenticator'>
  const node = overtaken(engine, () => removeAuthenticator(engine, { session, authenticatorId }))
  assert.equal(await refusal(complete(node, { secret, options: {}, surroundings })), 'attempt.not-found')
})

eachEngine(
  'R2, R3: a mark ends what began on the password alone, signed in or about to be',
  async (world) => {
    const { engine } = world
    const { id } = await passwordOnly(world, 'bob')
    const started = await startAt(engine, 'bob')
    const { completed } = await prove(engine, started, [passwordProof()], { complete: {} })
    const { secret } = await halfway(engine, 'bob')
    const node = overtaken(engine, () => mark(engine, id))
    assert.equal(await refusal(complete(node, { secret, options: {}, surroundings })), 'attempt.expired')
    assert.equal(await engine.sessions.read(completed?.token, { door: 'rest' }), undefined)
  },
  { policy: { mfa: 'offered' } },
)

eachEngine('R2: a mark that comes while a factor is confirmed stops it', async (world) => {
  const { engine, clock } = world
  const { id } = await passwordOnly(world, 'bob')
  const { secret } = await halfway(engine, 'bob')
  const authority = { by: 'attempt', secret } as const
  const begun = await beginEnrolment(engine, { authority, factor: 'totp', surroundings })
  let marked = false
  const tell: Engine['notices']['tell'] = async (...told) => {
    if (!marked) {
      marked = true
      await mark(engine, id)
    }
    return engine.notices.tell(...told)
  }
  const authenticatorId = begun.authenticator.id
  const answer = { code: codeAt(begun.show, clock.now()) }
  const node = { ...engine, notices: { ...engine.notices, tell } }
  const confirming = confirmEnrolment(node, { authority, authenticatorId, answer, surroundings })
  assert.equal(await refusal(confirming), 'attempt.expired')
  const rows = await rowsOf(engine, 'authenticators')
  assert.deepEqual(rows.map((row) => row.status).sort(), ['active', 'pending'])
})

eachEngine(
  'R1: what was made for an issuer does not stand in for the last second factor of our pages',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const issued = await issueAuthenticator(engine, {
      actor: operator,
      account: typedName.parse('Alice'),
      issuer: typedName.parse('Shop'),
      factor: 'totp',
      surroundings,
    })
    const code = codeAt(issued.begun.show, clock.now())
    const verdict = await verifyOnce(engine, {
      application: issued.issuer,
      account: 'Alice',
      code,
      surroundings,
    })
    assert.equal(verdict.accepted, true)
    const session = await sessionOf(engine, alice.token)
    const authenticatorId = alice.totp.id as Id<'authenticator'>
    const removing = removeAuthenticator(engine, { session, authenticatorId })
    assert.equal(await refusal(removing), 'authenticator.needed')
  },
)
