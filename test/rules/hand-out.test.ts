import assert from 'node:assert/strict'
import { changeAccount, handOut, listAccounts, searchAudit } from '../../src/administration/index.ts'
import { complete, currentProgress, recoverAccount } from '../../src/authentication/index.ts'
import { currentRebind } from '../../src/enrolment/index.ts'
import { accessPassModule } from '../../src/factors/access-pass/index.ts'
import { asModule } from '../../src/factors/factor.ts'
import {
  actorOf,
  begin,
  codeAt,
  confirm,
  dumpOf,
  eachEngine,
  enrolMore,
  halfway,
  onTwoNodes,
  operator,
  passwordOnly,
  person,
  prove,
  refusal,
  sessionOf,
  setUpAdministrator,
  surroundings,
  tally,
  testFactors,
  type World,
} from '../kit/engine.ts'

const options = { factorModules: [...testFactors(), asModule(accessPassModule)] }
const reason = 'new phone'

eachEngine(
  'R2: a marked account sets up its first second factor with a pass, and not without one',
  async (world) => {
    const { engine, clock } = world
    const account = await marked(world)
    const thief = await halfway(engine, 'Ana')
    assert.equal(await refusal(begin(engine, thief.secret, 'totp')), 'enrolment.invitation-needed')
    const { show } = await handOut(engine, {
      actor: operator,
      accountId: account.id,
      factor: 'access-pass',
      reason,
    })

    const owner = await halfway(engine, 'Ana')
    const { options: offered } = await currentProgress(engine, owner.secret)
    assert.deepEqual(
      offered.map(({ factor }) => factor),
      ['access-pass'],
    )
    const { progress } = await prove(engine, owner, [passProof(show)])
    assert.equal(progress.state, 'enrolling')
    const begun = await begin(engine, owner.secret, 'totp')
    await confirm(engine, owner.secret, begun.authenticator.id, { code: codeAt(begun.show, clock.now()) })
  },
  options,
)

eachEngine(
  'a pass is used once, its text lies nowhere, and its time ends it',
  async (world) => {
    const { engine, clock } = world
    const account = await marked(world)
    const input = { actor: operator, accountId: account.id, factor: 'access-pass', reason }
    const { show } = await handOut(engine, input)
    assert.ok(!(await dumpOf(engine)).includes(String(show.code).replaceAll('-', '')))
    await prove(engine, await halfway(engine, 'Ana'), [passProof(show)])
    assert.equal(
      await refusal(prove(engine, await halfway(engine, 'Ana'), [passProof(show)])),
      'proof.refused',
    )

    const other = await handOut(engine, input)
    clock.advance(3_600_000)
    const late = await halfway(engine, 'Ana')
    assert.equal(await refusal(prove(engine, late, [passProof(other.show)])), 'proof.refused')
  },
  options,
)

onTwoNodes(
  'A-010: a pass for one use, posted on two nodes at once, opens one sign-in',
  async (world, [one, other]) => {
    const account = await marked(world)
    const { show } = await handOut(one, {
      actor: operator,
      accountId: account.id,
      factor: 'access-pass',
      reason,
    })
    const attempts = [await halfway(one, 'Ana'), await halfway(one, 'Ana')]
    const nodes = [one, other]
    const counts = await tally(
      attempts.map((attempt, index) => prove(nodes[index] ?? one, attempt, [passProof(show)])),
    )
    assert.equal(counts.done, 1)
  },
  options,
)

eachEngine(
  'a new pass takes the place of the older one',
  async (world) => {
    const { engine } = world
    const account = await marked(world)
    const input = { actor: operator, accountId: account.id, factor: 'access-pass', reason }
    const { show } = await handOut(engine, input)
    await handOut(engine, input)
    const started = await halfway(engine, 'Ana')
    assert.equal(await refusal(prove(engine, started, [passProof(show)])), 'proof.refused')
  },
  options,
)

eachEngine(
  'R11: nobody hands a pass to themselves, nor upwards; for an administrator it takes two; a person makes none',
  async (world) => {
    const { engine } = world
    const admin = await setUpAdministrator(world)
    const helper = await person(world, 'Helper', 'help-desk')
    const pass = (actor: Parameters<typeof handOut>[1]['actor'], accountId: typeof admin.account.id) =>
      refusal(handOut(engine, { actor, accountId, factor: 'access-pass', reason }))
    const helperActor = await actorOf(engine, helper)
    const adminActor = await actorOf(engine, admin)
    assert.equal(await pass(adminActor, admin.account.id), 'administration.not-for-oneself')
    assert.equal(await pass(helperActor, helper.account.id), 'administration.not-for-oneself')
    assert.equal(await pass(helperActor, admin.account.id), 'administration.above-own-rights')

    const second = await person(world, 'Second')
    await changeAccount(engine, {
      actor: operator,
      accountId: second.account.id,
      role: 'administrator',
      reason,
    })
    assert.equal(await pass(adminActor, second.account.id), 'administration.second-needed')

    const session = await sessionOf(engine, helper.token)
    const own = enrolMore(engine, session, 'access-pass', () => ({}))
    assert.equal(await refusal(own), 'enrolment.not-allowed')
    assert.ok(await listAccounts(engine, { actor: adminActor, query: {} }))
  },
  options,
)

eachEngine(
  'R11: two administrators agree on a pass: on how long, how often and from when, too',
  async (world) => {
    const { engine, clock } = world
    const [first, other] = await twoAdministrators(world)
    const third = await person(world, 'Third', 'administrator')
    const pass = (actor: Parameters<typeof handOut>[1]['actor'], given?: object) =>
      handOut(engine, { actor, accountId: third.account.id, factor: 'access-pass', options: given, reason })
    assert.equal(await refusal(pass(first)), 'administration.second-needed')
    const startsAt = clock.now() + 3_600_000
    for (const more of [{ lifetime: 7 * 86_400, uses: 10 }, { uses: 2 }, { lifetime: 7200 }, { startsAt }])
      assert.equal(await refusal(pass(other, more)), 'administration.second-needed', JSON.stringify(more))

    // What the first one left out is as configured, and may be said.
    const { show } = await pass(other, { uses: 1, lifetime: 3600 })
    assert.deepEqual([show.uses, show.expiresAt], [1, clock.now() + 3_600_000])
  },
  options,
)

eachEngine(
  'R11: the trail says how far a pass shall go that waits for a second administrator',
  async (world) => {
    const { engine } = world
    const [first] = await twoAdministrators(world)
    const third = await person(world, 'Third', 'administrator')
    const input = { accountId: third.account.id, factor: 'access-pass', options: { uses: 3 }, reason }
    await refusal(handOut(engine, { actor: first, ...input }))
    const { items } = await searchAudit(engine, { actor: operator, query: { event: 'hand-out.requested' } })
    assert.deepEqual(items[0]?.details, {
      reason,
      of: 'access-pass (lifetime 3600, uses 3)',
    })
  },
  options,
)

eachEngine(
  'R11, A-031: what an older pass has begun is over once a newer one takes its place',
  async (world) => {
    const { engine } = world
    const account = await marked(world)
    const ada = await person(world, 'Ada')
    const passFor = async (accountId: typeof account.id) => {
      const input = { actor: operator, accountId, factor: 'access-pass', reason }
      return (await handOut(engine, input)).show
    }
    const caller = await halfway(engine, 'Ana')
    await prove(engine, caller, [passProof(await passFor(account.id))])
    const recovering = await halfway(engine, 'Ada')
    await prove(engine, recovering, [passProof(await passFor(ada.account.id))], { complete: {} })
    const { token } = await recoverAccount(engine, { secret: recovering.secret, surroundings })

    await passFor(account.id)
    await passFor(ada.account.id)
    assert.equal(await refusal(begin(engine, caller.secret, 'totp')), 'enrolment.invitation-needed')
    assert.equal(await refusal(currentRebind(engine, token)), 'rebind.not-found')
  },
  options,
)

eachEngine(
  'R11: for somebody who has a second factor a pass leads to the rebind, and to no session',
  async (world) => {
    const { engine } = world
    const owner = await person(world, 'Ada')
    const input = { actor: operator, accountId: owner.account.id, factor: 'access-pass', reason }
    const { show } = await handOut(engine, input)
    const started = await halfway(engine, 'Ada')
    const { progress } = await prove(engine, started, [passProof(show)], { complete: {} })
    assert.equal(progress.state, 'recovered')
    assert.equal(await refusal(begin(engine, started.secret, 'totp')), 'enrolment.not-allowed')
    const end = complete(engine, { secret: started.secret, options: {}, surroundings })
    assert.equal(await refusal(end), 'attempt.not-satisfied')
    const { token } = await recoverAccount(engine, { secret: started.secret, surroundings })
    const { authenticators } = await currentRebind(engine, token)
    assert.deepEqual(
      authenticators.map(({ factor }) => factor),
      ['totp'],
    )
  },
  options,
)

eachEngine(
  'R11: a pass from before a promotion is worth nothing after it',
  async (world) => {
    const { engine } = world
    const account = await marked(world)
    const { show } = await handOut(engine, {
      actor: operator,
      accountId: account.id,
      factor: 'access-pass',
      reason,
    })
    await changeAccount(engine, { actor: operator, accountId: account.id, role: 'help-desk', reason })
    const started = await halfway(engine, 'Ana')
    assert.equal(await refusal(prove(engine, started, [passProof(show)])), 'proof.refused')
  },
  options,
)

async function twoAdministrators(world: World) {
  const first = await setUpAdministrator(world)
  const other = await person(world, 'Other', 'administrator')
  return [await actorOf(world.engine, first), await actorOf(world.engine, other)] as const
}

/** Somebody whose password alone must not set anything up. */
async function marked(world: World) {
  const account = await passwordOnly(world, 'Ana')
  await changeAccount(world.engine, {
    actor: operator,
    accountId: account.id,
    marks: ['compromised'],
    reason,
  })
  return account
}

function passProof(show: Readonly<Record<string, unknown>>) {
  return { factor: 'access-pass', proof: { code: String(show.code) } }
}
