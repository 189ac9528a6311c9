import assert from 'node:assert/strict'
import { disableAccount } from '../../src/administration/index.ts'
import {
  complete,
  currentProgress,
  issueChallenge,
  type Started,
  startAttempt,
} from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import {
  eachEngine,
  enrolMore,
  onTwoNodes,
  operator,
  type Person,
  passwordProof,
  person,
  prove,
  refusal,
  sessionOf,
  startAt,
  surroundings,
  tally,
  testFactors,
  totpOf,
  type World,
} from '../kit/engine.ts'
import { nameTag } from '../kit/name-tag.ts'

const tag = nameTag()
const options = { factorModules: [...testFactors(), tag.module] }

eachEngine(
  'a proof that names its owner signs in without a name, and the session is theirs',
  async (world) => {
    const { engine } = world
    const { owner, shown } = await holder(world, 'Alice')
    const started = await startNameless(engine)
    const progress = await currentProgress(engine, started.secret)
    assert.deepEqual(
      progress.options.map((option) => option.factor),
      ['name-tag'],
    )
    const proof = await answerOf(engine, started, shown)
    const { completed } = await prove(engine, started, [proof], { complete: {} })
    assert.equal(completed?.session.accountId, owner.account.id)
    assert.equal(completed?.session.assurance, 2)
  },
  options,
)

eachEngine(
  'a proof and its completion may come apart; the attempt remembers whom it named',
  async (world) => {
    const { engine } = world
    const { owner, shown } = await holder(world, 'Alice')
    const started = await startNameless(engine)
    await prove(engine, started, [await answerOf(engine, started, shown)])
    assert.equal((await currentProgress(engine, started.secret)).account.name, 'Alice')
    const { completed } = await complete(engine, { secret: started.secret, options: {}, surroundings })
    assert.equal(completed?.session.accountId, owner.account.id)
  },
  options,
)

eachEngine(
  'A-013b: an answer to one question answers no other, and the same one only once',
  async (world) => {
    const { engine } = world
    const { shown } = await holder(world, 'Alice')
    const [first, second] = [await startNameless(engine), await startNameless(engine)]
    const proof = await answerOf(engine, first, shown)
    await answerOf(engine, second, shown)
    assert.equal(await refusal(prove(engine, second, [proof])), 'proof.refused')
    await prove(engine, first, [proof], { complete: {} })
    assert.equal(await refusal(prove(engine, first, [proof], { complete: {} })), 'attempt.expired')
  },
  options,
)

onTwoNodes(
  'A-013b: twice in parallel on two nodes, one of them signs in',
  async (world, [one, other]) => {
    const { shown } = await holder(world, 'Alice')
    const started = await startNameless(one)
    const proof = await answerOf(one, started, shown)
    const counts = await tally([one, other].map((node) => prove(node, started, [proof], { complete: {} })))
    assert.equal(counts.done, 1)
  },
  options,
)

eachEngine(
  'A-042, A-043: in a sign-in with a name, the tag of somebody else is refused and renames nobody',
  async (world) => {
    const { engine } = world
    await holder(world, 'Alice')
    const mallory = await holder(world, 'Mallory')
    const started = await startAt(engine, 'Alice')
    const proof = await answerOf(engine, started, mallory.shown)
    assert.equal(await refusal(prove(engine, started, [proof])), 'proof.refused')
    assert.equal((await currentProgress(engine, started.secret)).account.name, 'Alice')
  },
  options,
)

eachEngine(
  'A-028: the question before anything is proved is the same for a name that nobody has',
  async (world) => {
    const { engine } = world
    await holder(world, 'Alice')
    for (const name of ['Alice', 'Nobody']) {
      const started = await startAt(engine, name)
      const challenge = await issueChallenge(engine, {
        secret: started.secret,
        factor: 'name-tag',
        surroundings,
      })
      assert.deepEqual(Object.keys(challenge.show), ['nonce'])
    }
  },
  options,
)

eachEngine(
  'A-031: a tag names nobody whose account is disabled',
  async (world) => {
    const { engine } = world
    const { owner, shown } = await holder(world, 'Alice')
    const started = await startNameless(engine)
    const proof = await answerOf(engine, started, shown)
    await disableAccount(engine, { actor: operator, accountId: owner.account.id, reason: 'left' })
    assert.equal(await refusal(prove(engine, started, [proof])), 'proof.refused')
  },
  options,
)

eachEngine(
  'G15: without a name, what can be guessed is not even judged, and nothing is sent',
  async (world) => {
    const { engine } = world
    const { owner } = await holder(world, 'Alice')
    const started = await startNameless(engine)
    assert.equal(await refusal(prove(engine, started, [passwordProof()])), 'proof.name-first')
    assert.equal(await refusal(prove(engine, started, [totpOf(world, owner)])), 'proof.first-factor-first')
    const sent = issueChallenge(engine, { secret: started.secret, factor: 'echo-code', surroundings })
    assert.equal(await refusal(sent), 'proof.first-factor-first')
  },
  options,
)

function startNameless(engine: Engine): Promise<Started> {
  return engine.portal().then(({ id }) => startAttempt(engine, { applicationId: id, surroundings }))
}

async function holder(world: World, name: string): Promise<{ owner: Person; shown: Shown }> {
  const owner = await person(world, name)
  const session = await sessionOf(world.engine, owner.token)
  const begun = await enrolMore(world.engine, session, 'name-tag', () => ({}))
  return { owner, shown: begun.show }
}

type Shown = Readonly<Record<string, unknown>>

async function answerOf(engine: Engine, { secret }: Started, shown: Shown) {
  const { show } = await issueChallenge(engine, { secret, factor: 'name-tag', surroundings })
  return { factor: 'name-tag', proof: tag.answer(shown, show.nonce) }
}
