import assert from 'node:assert/strict'
import {
  admit,
  assertAdmitted,
  livingReferral,
  peekReferral,
  refer,
  startAttempt,
  startStepUp,
  stillAdmitted,
} from '../../src/authentication/index.ts'
import { endOwnSession, replaceOwnSession } from '../../src/enrolment/index.ts'
import { admittedTo, applicationCalled, asked, door } from '../kit/admissions.ts'
import {
  eachEngine,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  signIn,
  surroundings,
  totpOf,
  type World,
} from '../kit/engine.ts'
import { rule, under } from '../kit/rules.ts'

const minute = 60_000

async function refusedFrom(...given: Parameters<typeof asked>) {
  return (await asked(...given)).refused
}

eachEngine('who is signed in is let in to another application, and that is booked', async (world) => {
  const { engine } = world
  const wiki = await applicationCalled(engine, 'Wiki')
  const alice = await person(world, 'Alice')
  const { token, session } = await signIn(world, alice)
  assert.equal(await refusedFrom(engine, undefined, wiki), 'sign-in')
  const admission = await admittedTo(engine, token, wiki)
  assert.equal(admission.account.name, 'Alice')
  assert.equal(admission.completionId, session.completionId)
  assert.deepEqual(admission.begun.factors, ['password', 'totp'])
  const [row] = await rowsOf(engine, 'admissions')
  assert.equal(row?.completion_id, session.completionId)
  const { items } = await engine.audit.search({ event: 'application.admitted' })
  assert.equal(items[0]?.applicationId, wiki.id)
})

eachEngine('R3: each application is decided on by its own rules', async (world) => {
  const bank = await applicationCalled(world.engine, 'Bank')
  const wiki = await applicationCalled(world.engine, 'Wiki')
  const engine = await under(world, [
    rule('bank', { what: { applications: ['Bank'] }, need: 'phishing-resistant' }),
    rule('shut', { what: { applications: ['Wiki'], doors: ['saml'] }, need: { deny: true } }),
  ])
  const alice = await person(world, 'Alice')
  const { token } = await signIn(world, alice, {}, engine)
  assert.equal(await refusedFrom(engine, token, bank), 'step-up')
  assert.ok(await admittedTo(engine, token, wiki))
  const bySaml = { sessionToken: token, applicationId: wiki.id, door: 'saml', wishes: {}, surroundings }
  assert.equal((await admit(engine, bySaml)).refused, 'denied')
})

eachEngine('R15: what an application wishes for only raises what is needed', async (world) => {
  const { engine } = world
  const wiki = await applicationCalled(engine, 'Wiki')
  const alice = await person(world, 'Alice')
  const { token } = await signIn(world, alice)
  assert.ok(await admittedTo(engine, token, wiki, { wishes: { assurance: 2 } }))
  assert.equal(await refusedFrom(engine, token, wiki, { wishes: { phishingResistant: true } }), 'step-up')
  world.clock.advance(5 * minute)
  assert.equal(await refusedFrom(engine, token, wiki, { wishes: { within: 4 * minute } }), 'step-up')
  assert.ok(await admittedTo(engine, token, wiki, { wishes: { within: 6 * minute } }))
  assert.equal(await refusedFrom(engine, token, wiki, { wishes: { anew: true } }), 'step-up')
})

eachEngine('a browser that is sent to our pages comes back signed in, once', async (world) => {
  const { engine } = world
  const wiki = await applicationCalled(engine, 'Wiki')
  const alice = await person(world, 'Alice')
  const { token: referral, page } = await refer(engine, {
    applicationId: wiki.id,
    door,
    wishes: { anew: true, within: 0 },
    returnTo: '/oidc/resume/1',
  })
  assert.equal(page, `/sign-in?referral=${referral}`)
  const living = await livingReferral(engine, referral)
  assert.equal(
    (await peekReferral(engine, living, { sessionToken: undefined, surroundings })).state,
    'sign-in',
  )
  const portal = await engine.portal()
  const started = await startAttempt(engine, {
    account: 'Alice',
    applicationId: portal.id,
    referral: living,
    surroundings,
  })
  assert.equal(started.attempt.applicationId, wiki.id)
  world.clock.advance(minute)
  const proofs = [passwordProof(), totpOf(world, alice)]
  const { completed } = await prove(engine, started, proofs, { complete: {} })
  if (!completed) assert.fail('was not signed in')
  const { token } = completed
  assert.equal(completed.session.applicationId, portal.id)
  assert.equal(completed.completion.applicationId, wiki.id)
  world.clock.advance(minute)
  assert.equal((await peekReferral(engine, living, { sessionToken: token, surroundings })).state, 'ready')
  const wishes = { anew: true, within: 0 }
  assert.ok(await admittedTo(engine, token, wiki, { wishes, referral }))
  assert.equal(await refusal(asked(engine, token, wiki, { wishes, referral })), 'referral.over')
})

eachEngine('a referral is good for its own application and door', async (world) => {
  const { engine } = world
  const wiki = await applicationCalled(engine, 'Wiki')
  const bank = await applicationCalled(engine, 'Bank')
  const { token } = await signIn(world, await person(world, 'Alice'))
  const input = { applicationId: wiki.id, door, wishes: {}, returnTo: '/oidc/resume/1' }
  const { token: referral } = await refer(engine, input)
  assert.equal(await refusal(asked(engine, token, bank, { referral })), 'referral.over')
  world.clock.advance(31 * minute)
  assert.equal(await refusal(asked(engine, token, wiki, { referral })), 'referral.over')
})

eachEngine(
  'a step-up for an application brings what it wishes for, and keeps what was let in',
  async (world) => {
    const { engine } = world
    const wiki = await applicationCalled(engine, 'Wiki')
    const bank = await applicationCalled(engine, 'Bank')
    const alice = await person(world, 'Alice')
    const { token } = await signIn(world, alice)
    const before = await admittedTo(engine, token, wiki)
    world.clock.advance(5 * minute)
    const wishes = { within: minute }
    const { token: way } = await refer(engine, { applicationId: bank.id, door, wishes, returnTo: '/x' })
    const referral = await livingReferral(engine, way)
    const started = await startStepUp(engine, await sessionOf(engine, token), surroundings, referral)
    assert.deepEqual(started.attempt.proved, [], 'what is older than the wish is proved once more')
    const proofs = [passwordProof(), totpOf(world, alice)]
    const { completed } = await prove(engine, started, proofs, { complete: {} })
    assert.ok(await admittedTo(engine, completed?.token, bank, { wishes, referral: way }))
    assert.ok(await stillAdmitted(engine, before.id, surroundings))
  },
)

eachEngine('R3: what was let in ends with its session, its account and its application', async (world) => {
  const { engine } = world
  const wiki = await applicationCalled(engine, 'Wiki')
  const alice = await person(world, 'Alice')
  const { token, session } = await signIn(world, alice)
  const [first, second] = [await admittedTo(engine, token, wiki), await admittedTo(engine, token, wiki)]
  assert.ok(await stillAdmitted(engine, first.id, surroundings))
  const lasting = await admittedTo(engine, token, wiki, { offline: true })
  await endOwnSession(engine, session, session.id)
  assert.equal(await stillAdmitted(engine, first.id, surroundings), undefined)
  const orphans = await engine.admissions.orphaned({ door, limit: 10 })
  assert.deepEqual(new Set(orphans.map(({ id }) => id)), new Set([first.id, second.id]))
  const other = await signIn(world, alice)
  const apart = await admittedTo(engine, other.token, wiki)
  await endOwnSession(engine, other.session, other.session.id)
  const ofOne = await engine.admissions.orphaned({ door, session: other.session.id, limit: 10 })
  assert.deepEqual(
    ofOne.map(({ id }) => id),
    [apart.id],
    'those of one session are found without a look at the others',
  )
  assert.ok(await stillAdmitted(engine, lasting.id, surroundings), 'it outlives the session')
  const { id, epoch } = await engine.accounts.find(alice.account.id).then((one) => one ?? assert.fail())
  assert.ok(epoch >= 0)
  await engine.storage.book({ statements: [engine.accounts.disable(id)], locks: [id] })
  assert.equal(await stillAdmitted(engine, lasting.id, surroundings), undefined)
  const ended = (await engine.admissions.orphaned({ door, limit: 10 })).map((one) => one.id)
  assert.equal(ended.length, 4)
  for (const stretch of [1, 2, 3, 4]) {
    const inTurns = await engine.admissions.orphaned({ door, limit: 10, stretch })
    assert.deepEqual(
      inTurns.map((one) => one.id),
      ended,
      'the same, however many are looked at in one go',
    )
    assert.equal((await engine.admissions.orphaned({ door, limit: 2, stretch })).length, 2)
  }
})

eachEngine('R3: a rule that is put in force holds for who was let in before', async (world) => {
  const wiki = await applicationCalled(world.engine, 'Wiki')
  const { token } = await signIn(world, await person(world, 'Alice'))
  const admission = await admittedTo(world.engine, token, wiki, { offline: true })
  const strict = await under(world, [rule('all', { need: 'phishing-resistant' })])
  assert.equal(await stillAdmitted(strict, admission.id, surroundings), undefined)
  assert.ok(await stillAdmitted(world.engine, admission.id, surroundings))
})

eachEngine(
  'a browser that signs in anew stays where it was let in, another person does not',
  async (world) => {
    const { engine } = world
    const wiki = await applicationCalled(engine, 'Wiki')
    const alice = await person(world, 'Alice')
    const first = await signIn(world, alice)
    const admission = await admittedTo(engine, first.token, wiki)
    const again = await signIn(world, alice)
    await replaceOwnSession(engine, first.session, again.session)
    assert.ok(await stillAdmitted(engine, admission.id, surroundings))
    const bob = await signIn(world, await person(world, 'Bob'))
    await replaceOwnSession(engine, again.session, bob.session)
    assert.equal(await stillAdmitted(engine, admission.id, surroundings), undefined)
  },
)

eachEngine('R3: what no decision made is no admission, whatever its type says', async (world) => {
  const { engine } = world
  const wiki = await applicationCalled(engine, 'Wiki')
  const { token } = await signIn(world, await person(world, 'Alice'))
  const admission = await admittedTo(engine, token, wiki)
  assert.doesNotThrow(() => assertAdmitted(admission))
  assert.throws(() => assertAdmitted({ ...admission }), { code: 'admission.required' })
})

/** Codes of an application count for it alone: whoever is sent to our pages would carry them on to the next. */
eachEngine('a code made for one application opens no referral, not even its own', async (world: World) => {
  const { engine } = world
  const wiki = await applicationCalled(engine, 'Wiki')
  const alice = await person(world, 'Alice')
  const { token: way } = await refer(engine, { applicationId: wiki.id, door, wishes: {}, returnTo: '/x' })
  const rows = await engine.authenticators.ofAccount(alice.account.id)
  const own = rows.find((row) => row.factor === 'totp') ?? assert.fail()
  await engine.storage.book({
    statements: [
      {
        sql: `update authenticators set application_id = '${wiki.id}' where id = '${own.id}'`,
        parameters: [],
      },
    ],
    locks: [],
  })
  const referral = await livingReferral(engine, way)
  const started = await startAttempt(engine, {
    account: 'Alice',
    applicationId: wiki.id,
    referral,
    surroundings,
  })
  const proofs = [passwordProof(), totpOf(world, alice)]
  assert.equal(await refusal(prove(engine, started, proofs, { complete: {} })), 'proof.refused')
})
