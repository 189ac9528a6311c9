import assert from 'node:assert/strict'
import { typedName } from '../../src/accounts/index.ts'
import { explainPolicy } from '../../src/administration/index.ts'
import { currentProgress, issueChallenge, startStepUp } from '../../src/authentication/index.ts'
import { beginEnrolment, removeAuthenticator } from '../../src/enrolment/index.ts'
import {
  eachEngine,
  enrolMore,
  halfway,
  operator,
  type Person,
  passwordProof,
  person,
  prove,
  refusal,
  sessionOf,
  signIn,
  surroundings,
  testFactors,
  totpOf,
  type World,
} from '../kit/engine.ts'
import { nameTag } from '../kit/name-tag.ts'

const tag = nameTag()
const options = { factorModules: [...testFactors(), tag.module] }

eachEngine(
  'A-054, G10: whoever phished a code changes no factors of an account that has what cannot be phished',
  async (world) => {
    const { engine } = world
    const { owner } = await holder(world)
    const { token } = await signIn(world, owner)
    const session = await sessionOf(engine, token)
    assert.equal(session.assurance, 2)
    const authority = { by: 'session', session } as const
    const added = beginEnrolment(engine, { authority, factor: 'totp', surroundings })
    assert.equal(await refusal(added), 'step-up.required')
    const rows = await engine.authenticators.ofAccount(owner.account.id)
    const own = rows.find((row) => row.factor === 'name-tag')
    assert.ok(own)
    const removed = removeAuthenticator(engine, { session, authenticatorId: own.id })
    assert.equal(await refusal(removed), 'step-up.required')
  },
  options,
)

eachEngine(
  'A-054: the step-up before a change takes what cannot be phished, and says why nothing else serves',
  async (world) => {
    const { engine } = world
    const { owner, shown } = await holder(world)
    const { token } = await signIn(world, owner)
    const stepUp = await startStepUp(engine, await sessionOf(engine, token))
    const { progress } = await prove(engine, stepUp, [passwordProof(), totpOf(world, owner)])
    assert.equal(progress.state, 'proving')
    assert.deepEqual(
      progress.options.map((option) => option.factor),
      ['name-tag'],
    )
    assert.deepEqual(progress.withheld.map(({ factor, reason }) => `${factor}: ${reason}`).toSorted(), [
      'recovery-codes: recovery',
      'totp: weaker',
    ])
    const { show } = await issueChallenge(engine, {
      secret: stepUp.secret,
      factor: 'name-tag',
      surroundings,
    })
    const proof = { factor: 'name-tag', proof: tag.answer(shown, show.nonce) }
    const { completed } = await prove(engine, stepUp, [proof], { complete: {} })
    const session = await sessionOf(engine, completed?.token ?? '')
    await beginEnrolment(engine, { authority: { by: 'session', session }, factor: 'totp', surroundings })
  },
  options,
)

eachEngine(
  'a sign-in offers the strongest first, remembers what was used last, and recovery comes at the end',
  async (world) => {
    const { engine } = world
    const { owner } = await holder(world)
    await signIn(world, owner)
    const started = await halfway(engine, owner.account.name)
    const { options: offered } = await currentProgress(engine, started.secret)
    assert.deepEqual(
      offered.map((option) => option.factor),
      ['name-tag', 'totp', 'recovery-codes'],
    )
    assert.deepEqual(
      offered.filter((option) => option.lastUsed).map((option) => option.factor),
      ['totp'],
    )
  },
  options,
)

eachEngine(
  'G10: what is explained of a change of factors asks for what cannot be phished, as the change does',
  async (world) => {
    const { owner } = await holder(world)
    const because = async (purpose: 'sign-in' | 'step-up') => {
      const whatIf = { account: typedName.parse(owner.account.name), purpose }
      const explained = await explainPolicy(world.engine, { actor: operator, whatIf })
      return explained.because.map(({ id }) => id)
    }
    assert.ok((await because('step-up')).includes('bar.phishing-resistant'))
    assert.ok(!(await because('sign-in')).includes('bar.phishing-resistant'))
  },
  options,
)

async function holder(world: World): Promise<{ owner: Person; shown: Readonly<Record<string, unknown>> }> {
  const owner = await person(world, 'Alice')
  const session = await sessionOf(world.engine, owner.token)
  const begun = await enrolMore(world.engine, session, 'name-tag', () => ({}))
  return { owner, shown: begun.show }
}
