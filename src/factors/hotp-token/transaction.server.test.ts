import assert from 'node:assert/strict'
import { testHost } from '../../../test/factor-conformance.ts'
import { engineWith } from '../../../test/factor-conformance-engine.ts'
import {
  addToPool,
  codeProof,
  eachEngine,
  enrolMore,
  type Person,
  passwordProof,
  person,
  prove,
  recover,
  refusal,
  rowsOf,
  sessionOf,
  signIn,
  surroundings,
  tally,
  totpOf,
  type World,
} from '../../../test/kit/engine.ts'
import {
  complete,
  currentProgress,
  issueChallenge,
  recoverAccount,
  startAttempt,
} from '../../authentication/index.ts'
import { beginEnrolment } from '../../enrolment/index.ts'
import type { Transaction } from '../factor.ts'
import { type Device, makeToken, tokenFixture } from './test/holder.ts'

const factor = 'hotp-token'
const options = engineWith(tokenFixture('challenge'))
const payment = { to: 'DE02 1203 0000 0000 2020 51', amount: '250.00 EUR' }

/** Somebody with an app, and with a token that answers questions. */
async function holding(world: World): Promise<{ readonly owner: Person; readonly device: Device }> {
  const owner = await person(world, 'Ana')
  const { entry, held } = makeToken(testHost(), { kind: 'challenge' })
  await addToPool(world.engine, factor, entry)
  const session = await sessionOf(world.engine, (await signIn(world, owner)).token)
  await enrolMore(world.engine, session, factor, (shown) => ({
    serial: held.serial,
    code: held.respond(String(shown.question), world.clock.now()),
  }))
  return { owner, device: held }
}

async function ask({ engine }: World, transaction: Transaction = payment) {
  const { id } = await engine.portal()
  const started = await startAttempt(engine, {
    account: 'Ana',
    applicationId: id,
    transaction,
    surroundings,
  })
  await prove(engine, started, [passwordProof()])
  return started
}

async function respond(world: World, device: Device, started: { readonly secret: string }) {
  const { show } = await issueChallenge(world.engine, { secret: started.secret, factor, surroundings })
  const code = device.respond(String(show.question), world.clock.now())
  return { show, proofs: [{ factor, proof: { code } }] }
}

eachEngine(
  'C-12: what is approved is shown, signed and told to the audit; nobody is signed in by it',
  async (world) => {
    const { engine } = world
    const { device } = await holding(world)
    const before = (await rowsOf(engine, 'sessions')).length
    const started = await ask(world)
    const progress = await currentProgress(engine, started.secret)
    assert.deepEqual(Object.entries(progress.transaction ?? {}), Object.entries(payment), 'in its order')
    const { show, proofs } = await respond(world, device, started)
    assert.deepEqual(show.transaction, payment)
    const { completed, approved } = await prove(engine, started, proofs, { complete: {} })
    assert.equal(completed, undefined)
    assert.equal(approved?.completion.purpose, 'transaction')
    assert.equal((await rowsOf(engine, 'sessions')).length, before)
    const [told] = (await engine.audit.search({ event: 'attempt.completed' })).items
    assert.match(String(told?.details?.transaction), /^[\w-]{43}$/)
    assert.equal(
      await refusal(complete(engine, { secret: started.secret, options: {}, surroundings })),
      'attempt.expired',
    )
  },
  options,
)

eachEngine(
  'C-12: a code that says only who somebody is approves nothing, and is not spent',
  async (world) => {
    const { engine } = world
    const { owner } = await holding(world)
    const started = await ask(world)
    const { options: offered, withheld } = await currentProgress(engine, started.secret)
    assert.deepEqual(
      offered.map((option) => option.factor),
      [factor],
    )
    assert.ok(withheld.some((one) => one.factor === 'totp' && one.reason === 'unsigned'))
    const code = totpOf(world, owner)
    assert.equal(await refusal(prove(engine, started, [code], { complete: {} })), 'proof.refused')
    await signIn(world, owner)
  },
  options,
)

eachEngine(
  'C-12, A-013d: the response to one transaction approves no other, and signs nobody in',
  async (world) => {
    const { engine } = world
    const { device } = await holding(world)
    const { proofs } = await respond(world, device, await ask(world))
    const other = await ask(world, { ...payment, amount: '2500.00 EUR' })
    await issueChallenge(engine, { secret: other.secret, factor, surroundings })
    assert.equal(await refusal(prove(engine, other, proofs, { complete: {} })), 'proof.refused')
  },
  options,
)

eachEngine(
  'C-12, R2: whoever has nothing that signs cannot make it inside an approval',
  async (world) => {
    const { engine } = world
    await person(world, 'Ana')
    const started = await ask(world)
    const progress = await currentProgress(engine, started.secret)
    assert.deepEqual([progress.state, progress.options, progress.enrol], ['proving', [], undefined])
    assert.ok(progress.because.some((one) => one.id === 'transaction.signed'))
  },
  options,
)

eachEngine(
  'C-12, R3: an approval ends once, however many complete it at the same moment',
  async (world) => {
    const { engine } = world
    const { device } = await holding(world)
    const before = (await rowsOf(engine, 'sessions')).length
    const started = await ask(world)
    const { proofs } = await respond(world, device, started)
    await prove(engine, started, proofs)
    const input = { secret: started.secret, options: {}, surroundings }
    const ends = await tally(Array.from({ length: 4 }, () => complete(engine, input)))
    assert.equal(ends.done, 1)
    const completions = await rowsOf(engine, 'completions')
    assert.equal(completions.filter(({ purpose }) => purpose === 'transaction').length, 1)
    assert.equal((await rowsOf(engine, 'sessions')).length, before)
  },
  options,
)

eachEngine(
  'C-12, R11, A-051: an approval opens no other door: no recovery, no factor, before it is given or after',
  async (world) => {
    const { engine } = world
    const { owner, device } = await holding(world)
    const started = await ask(world)
    const code = codeProof(owner.recoveryCodes[0] ?? '', 'recovery-codes')
    const authority = { by: 'attempt', secret: started.secret } as const
    const enrols = () => refusal(beginEnrolment(engine, { authority, factor: 'totp', surroundings }))
    const recovers = () => refusal(recoverAccount(engine, { secret: started.secret, surroundings }))
    assert.equal(await refusal(prove(engine, started, [code])), 'proof.refused')
    assert.equal(await recovers(), 'attempt.not-satisfied')
    assert.equal(await enrols(), 'enrolment.not-allowed')
    const { proofs } = await respond(world, device, started)
    await prove(engine, started, proofs)
    assert.equal(await recovers(), 'attempt.not-satisfied')
    assert.equal(await enrols(), 'enrolment.not-allowed')
    await recover(engine, owner)
  },
  options,
)
