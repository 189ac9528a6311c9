import assert from 'node:assert/strict'
import { typedName } from '../../src/accounts/index.ts'
import {
  applyRules,
  coverageOf,
  createApplication,
  explainPolicy,
  searchAudit,
} from '../../src/administration/index.ts'
import { complete, currentProgress } from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import { enrolmentRequirements } from '../../src/enrolment/index.ts'
import { sweep } from '../../src/jobs.ts'
import { rulebook } from '../../src/policy/index.ts'
import {
  begin,
  codeAt,
  confirm,
  eachEngine,
  enrolMore,
  halfway,
  onTwoNodes,
  operator,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  setUpAdministrator,
  startAt,
  surroundings,
  tally,
  tamper,
  testFactors,
  totpOf,
} from '../kit/engine.ts'
import { nameTag } from '../kit/name-tag.ts'
import { rule, under } from '../kit/rules.ts'

const hour = 3_600_000
const day = 24 * hour

/** Signs in with the password alone, and puts off what has to be set up. */
async function putOff(engine: Engine, name = 'ana'): Promise<string> {
  const started = await halfway(engine, name)
  const { completed } = await complete(engine, {
    secret: started.secret,
    options: { putOff: true },
    surroundings,
  })
  return completed?.token ?? assert.fail('it was not completed')
}

async function enrolOf(engine: Engine, name = 'ana') {
  return (await currentProgress(engine, (await halfway(engine, name)).secret, { surroundings })).enrol
}

const refusedIt = 'attempt.not-satisfied'

eachEngine(
  'grace by number: it may be put off so often, then it is set up inside the sign-in',
  async (world) => {
    const ana = await passwordOnly(world, 'ana')
    const engine = await under(world, [rule('soon', { grace: { skips: 2 }, says: 'Soon needed.' })])
    assert.deepEqual((await enrolOf(engine))?.putOff, { left: 2 })
    await putOff(engine)
    world.clock.advance(hour)
    assert.deepEqual((await enrolOf(engine))?.putOff, { left: 1 })
    await putOff(engine)
    world.clock.advance(hour)
    const enrol = await enrolOf(engine)
    assert.equal(enrol?.putOff, undefined)
    assert.ok(enrol?.factors.includes('totp'))
    assert.equal(await refusal(putOff(engine)), refusedIt)

    const { items } = await searchAudit(engine, { actor: operator, query: { event: 'enrolment.put-off' } })
    assert.deepEqual(
      items.map(({ details, accountId }) => [details?.demand, details?.times, accountId]),
      [
        ['rule:soon', 2, ana.id],
        ['rule:soon', 1, ana.id],
      ],
    )
  },
)

eachEngine('putting off is said, never assumed: who does not say so sets it up', async (world) => {
  await passwordOnly(world, 'ana')
  const engine = await under(world, [rule('soon', { grace: { skips: 2 } })])
  const started = await startAt(engine, 'ana')
  const { progress, completed } = await prove(engine, started, [passwordProof()], { complete: {} })
  assert.deepEqual([progress.state, completed], ['enrolling', undefined])
  assert.equal(
    await refusal(complete(engine, { secret: started.secret, options: {}, surroundings })),
    refusedIt,
  )
  const begun = await begin(engine, started.secret, 'totp')
  const code = codeAt(begun.show, world.clock.now())
  await confirm(engine, started.secret, begun.authenticator.id, { code })
  const done = await complete(engine, { secret: started.secret, options: { putOff: true }, surroundings })
  assert.equal(done.completed?.session.assurance, 2)
  assert.deepEqual(await rowsOf(engine, 'deferrals'), [])
})

eachEngine('it is put off in the same step as the password, where the caller says so', async (world) => {
  await passwordOnly(world, 'ana')
  const engine = await under(world, [rule('soon', { grace: { skips: 1 } })])
  const started = await startAt(engine, 'ana')
  const { completed, progress } = await prove(engine, started, [passwordProof()], {
    complete: { putOff: true },
  })
  assert.deepEqual([completed?.session.assurance, progress.state], [1, 'satisfied'])
  assert.equal((await rowsOf(engine, 'deferrals')).length, 1)
})

eachEngine('laptop and phone within an hour put off once, also the last time', async (world) => {
  await passwordOnly(world, 'ana')
  const engine = await under(world, [rule('soon', { grace: { skips: 1 } })])
  await putOff(engine)
  world.clock.advance(59 * 60_000)
  await putOff(engine)
  world.clock.advance(60_000)
  assert.equal(await refusal(putOff(engine)), refusedIt)
})

eachEngine('grace by days: reckoned from the first sign-in of each account that put off', async (world) => {
  await passwordOnly(world, 'ana')
  await passwordOnly(world, 'bob')
  const engine = await under(world, [rule('soon', { grace: { days: 2 } })])
  await putOff(engine, 'ana')
  world.clock.advance(day)
  await putOff(engine, 'ana')
  await putOff(engine, 'bob')
  world.clock.advance(day)
  assert.equal(await refusal(putOff(engine, 'ana')), refusedIt)
  await putOff(engine, 'bob')
})

eachEngine(
  'R3: a session that began within grace ends with it, and the next sign-in sets up',
  async (world) => {
    await passwordOnly(world, 'ana')
    const until = new Date(world.clock.now() + 10 * 60_000).toISOString()
    const engine = await under(world, [rule('soon', { grace: { until, skips: 1 } })])
    const token = await putOff(engine)
    world.clock.advance(10 * 60_000 - 1)
    const session = await sessionOf(engine, token)
    const { required, putOff: waits, mayEnrol } = await enrolmentRequirements(engine, session)
    assert.deepEqual([required, mayEnrol, waits], [true, true, { until: Date.parse(until), left: 0 }])
    world.clock.advance(1)
    assert.equal(await refusal(engine.sessions.require(token, surroundings)), 'session.required')
    const enrol = await enrolOf(engine)
    assert.deepEqual([enrol?.required, enrol?.putOff], [true, undefined])
  },
)

eachEngine('R3: a session from before stands on nothing that was never put off', async (world) => {
  await passwordOnly(world, 'ana')
  const open = await under(world, [])
  const started = await startAt(open, 'ana')
  const { completed } = await prove(open, started, [passwordProof()], { complete: {} })
  const engine = await under(world, [rule('soon', { grace: { skips: 2 } })])
  assert.equal(await refusal(engine.sessions.require(completed?.token, surroundings)), 'session.required')
})

eachEngine('R2: whoever is marked meanwhile puts off nothing more, and their session ends', async (world) => {
  const ana = await passwordOnly(world, 'ana')
  const engine = await under(world, [rule('soon', { grace: { skips: 9 } })])
  const token = await putOff(engine)
  assert.ok(await engine.sessions.read(token, surroundings))
  const account = (await engine.accounts.find(ana.id)) ?? assert.fail()
  await engine.storage.book({ statements: [engine.accounts.setMarks(account, ['compromised'])], locks: [] })
  assert.equal(await engine.sessions.read(token, surroundings), undefined)
  assert.equal(await refusal(putOff(engine)), refusedIt)
  assert.deepEqual((await enrolOf(engine))?.factors, [])
})

eachEngine('R2: administrators and help desk put off nothing', async (world) => {
  await passwordOnly(world, 'adele', 'administrator')
  await passwordOnly(world, 'hugo', 'help-desk')
  const engine = await world.node({ policy: { mfa: 'required', grace: { skips: 9 } } })
  for (const name of ['adele', 'hugo']) {
    assert.equal((await enrolOf(engine, name))?.putOff, undefined)
    assert.equal(await refusal(putOff(engine, name)), refusedIt)
  }
})

eachEngine('G11, R1: who has a second factor is asked for it, also when it is lost', async (world) => {
  const ana = await person(world, 'ana')
  const engine = await world.node({ policy: { mfa: 'required', grace: { skips: 9 } } })
  assert.equal(await refusal(putOff(engine)), refusedIt)
  await engine.storage.book({
    statements: (await engine.authenticators.ofAccount(ana.account.id)).flatMap((row) =>
      row.factor === 'totp' ? [engine.authenticators.move(row, 'lose')] : [],
    ),
    locks: [],
  })
  assert.equal(await refusal(putOff(engine)), refusedIt)
  assert.equal(await enrolOf(engine), undefined)
})

eachEngine('R1: who puts off something stronger shows what they have', async (world) => {
  const ana = await person(world, 'ana')
  const engine = await under(world, [
    rule('keys', { need: { allow: ['totp'], userVerified: true }, grace: { skips: 2 } }),
  ])
  assert.equal(await refusal(putOff(engine)), refusedIt)
  const started = await startAt(engine, 'ana')
  const proofs = [passwordProof(), totpOf(world, ana)]
  const { completed } = await prove(engine, started, proofs, { complete: { putOff: true } })
  assert.equal(completed?.session.assurance, 2)
  assert.ok(await engine.sessions.read(completed?.token, surroundings))
})

eachEngine(
  'A-051: a session within grace sets up the first factor, and no second one with the password alone',
  async (world) => {
    await passwordOnly(world, 'ana')
    const engine = await under(world, [rule('soon', { grace: { skips: 9 } })])
    const [one, other] = [await putOff(engine), await putOff(engine)]
    const started = await halfway(engine, 'ana')
    const begun = await begin(engine, started.secret, 'totp')
    const answer = { code: codeAt(begun.show, world.clock.now()) }
    await confirm(engine, started.secret, begun.authenticator.id, answer)
    // Sessions that began without it end with it: nobody goes on beside the owner.
    for (const token of [one, other]) assert.equal(await engine.sessions.read(token, surroundings), undefined)
    const thief = await halfway(engine, 'ana')
    assert.equal(await refusal(begin(engine, thief.secret, 'totp')), 'enrolment.not-allowed')
    assert.equal(
      await refusal(complete(engine, { secret: thief.secret, options: { putOff: true }, surroundings })),
      refusedIt,
    )
  },
)

eachEngine('A-051: of two sessions within grace that set up a factor at once, one does', async (world) => {
  const account = await passwordOnly(world, 'ana')
  const engine = await under(world, [rule('soon', { grace: { skips: 9 } })])
  const [mine, theirs] = [await putOff(engine), await putOff(engine)]
  const ends = await tally([
    enrolMore(engine, await sessionOf(engine, mine), 'totp', (shown) => ({
      code: codeAt(shown, world.clock.now()),
    })),
    enrolMore(engine, await sessionOf(engine, theirs), 'echo-code', () => ({ code: world.echo.last('a') }), {
      to: 'a',
    }),
  ])
  assert.equal(ends.done, 1, JSON.stringify(ends))
  const rows = await engine.authenticators.ofAccount(account.id)
  const seconds = rows.filter(({ factor, status }) => factor !== 'password' && status === 'active')
  assert.equal(seconds.filter(({ factor }) => factor !== 'recovery-codes').length, 1)
})

eachEngine('R15: a name that nobody has is told nothing of grace', async (world) => {
  const engine = await under(world, [rule('soon', { grace: { skips: 9 } })])
  const started = await startAt(engine, 'nobody')
  const progress = await currentProgress(engine, started.secret, { surroundings })
  assert.deepEqual([progress.state, progress.enrol], ['proving', undefined])
  assert.equal(
    await refusal(complete(engine, { secret: started.secret, options: { putOff: true }, surroundings })),
    refusedIt,
  )
})

onTwoNodes('G2: of two that put off for the last time at once, one is counted', async (world, [, other]) => {
  await passwordOnly(world, 'ana')
  const engine = await under(world, [rule('soon', { grace: { skips: 2 } })])
  const second = await under(world, [rule('soon', { grace: { skips: 2 } })])
  assert.ok(other)
  await putOff(engine)
  world.clock.advance(hour)
  const secrets = [await halfway(engine, 'ana'), await halfway(second, 'ana')]
  await tally(
    secrets.map(({ secret }, index) =>
      complete(index === 0 ? engine : second, { secret, options: { putOff: true }, surroundings }),
    ),
  )
  const [row] = await rowsOf(engine, 'deferrals')
  assert.equal(Number(row?.times), 2)
  world.clock.advance(hour)
  assert.equal(await refusal(putOff(second)), refusedIt)
})

eachEngine('G2: of two bookings of the same count one is refused', async (world) => {
  const ana = await passwordOnly(world, 'ana')
  const engine = await under(world, [rule('soon', { grace: { skips: 2 } })])
  const waiting = { demand: 'rule:soon', until: undefined, left: 1, counts: true }
  const book = async (times: number) => {
    const [deferral] = times === 0 ? [] : await engine.deferrals.ofAccount(ana.id)
    const at = world.clock.now()
    const booked = [1, 2].map(() => {
      const statements = [engine.deferrals.putOff(ana.id, { ...waiting, deferral }, at)]
      return engine.storage.book({ statements, locks: [ana.id] })
    })
    return (await Promise.all(booked)).toSorted()
  }
  assert.deepEqual(await book(0), ['booked', 'refused'])
  assert.deepEqual(await book(1), ['booked', 'refused'])
  const [deferral] = await engine.deferrals.ofAccount(ana.id)
  assert.equal(deferral?.times, 2)
})

eachEngine('what was put off is forgotten when its rule is gone, and not at once', async (world) => {
  await passwordOnly(world, 'ana')
  const engine = await under(world, [rule('soon', { grace: { skips: 2 } })])
  await putOff(engine)
  const without = await under(world, [])
  await sweep(without)
  assert.equal((await rowsOf(engine, 'deferrals')).length, 1)
  world.clock.advance(day + 1)
  await sweep(engine)
  assert.equal((await rowsOf(engine, 'deferrals')).length, 1)
  await sweep(without)
  assert.deepEqual(await rowsOf(engine, 'deferrals'), [])
})

eachEngine('G6: a node that cannot read the rules forgets nothing of what was put off', async (world) => {
  await passwordOnly(world, 'ana')
  const engine = await under(world, [])
  const rules = rulebook.parse({ rules: [rule('soon', { grace: { skips: 1 } })] })
  await applyRules(engine, { actor: operator, rules, base: 0, reason: 'soon' })
  await putOff(engine)
  await tamper(engine, (db) => db.updateTable('policy_revisions').set({ rulebook: '{"rules":[{}]}' }))
  const closed = await under(world, [])
  assert.equal(closed.policy.rules[0]?.name, 'revision 1')
  world.clock.advance(day + 1)
  await sweep(closed)
  assert.equal((await rowsOf(engine, 'deferrals')).length, 1)
  assert.equal(await refusal(putOff(engine)), refusedIt)
})

eachEngine('R17: after a restore nobody puts off once more what ends by a number', async (world) => {
  await passwordOnly(world, 'ana')
  const engine = await under(world, [rule('soon', { grace: { skips: 9 } })])
  await putOff(engine)
  await engine.storage.book({ statements: [engine.deferrals.exhaust()], locks: [] })
  world.clock.advance(hour)
  assert.equal(await refusal(putOff(engine)), refusedIt)
})

/** Ways into the bank that grace leaves open. */
async function waitingAt(engine: Engine) {
  const surface = async () => ({
    doors: [{ id: 'rest', ends: ['sign-in'], serves: 'all' } as const],
    registry: [],
  })
  const { ways } = await coverageOf(Object.assign(Object.create(engine), { surface }), { actor: operator })
  return ways.filter(({ kind, application }) => kind === 'grace' && application === 'Bank')
}

eachEngine('the coverage proof counts whoever has put off for the last time no longer', async (world) => {
  await setUpAdministrator(world)
  const grace = { skips: 2 }
  const rules = [rule('soon', { need: 'phishing-resistant', grace: { skips: 1 } })]
  const engine = await world.node({
    policy: { mfa: 'required', grace, rules },
    factorModules: [...testFactors(), nameTag().module],
  })
  await createApplication(engine, { actor: operator, name: 'Bank', class: 'banking' })
  for (const name of ['ana', 'bob', 'cy']) await passwordOnly(world, name)
  const those = async () => (await waitingAt(engine)).flatMap(({ examples }) => examples).toSorted()
  assert.deepEqual(await those(), ['ana', 'bob', 'cy'])
  await putOff(engine, 'ana')
  assert.deepEqual(await those(), ['ana', 'bob', 'cy'], 'still the same occasion')
  world.clock.advance(hour)
  assert.deepEqual(await those(), ['bob', 'cy'], 'what one of two demands asks for waits no longer')
  world.clock.advance(hour)
  await putOff(engine, 'bob')
  world.clock.advance(hour)
  assert.deepEqual(await those(), ['cy'])
  assert.equal((await waitingAt(engine))[0]?.accounts, 1)
})

eachEngine('planted: the coverage proof shows what grace leaves open, until it is over', async (world) => {
  await setUpAdministrator(world)
  const until = new Date(world.clock.now() + 3 * day).toISOString()
  const engine = await world.node({ policy: { mfa: 'required', grace: { until } } })
  await createApplication(engine, { actor: operator, name: 'Bank', class: 'banking' })
  await passwordOnly(world, 'ana')
  const waits = () => waitingAt(engine)
  const explained = () =>
    explainPolicy(engine, { actor: operator, whatIf: { account: typedName.parse('ana') } })
  const [way] = await waits()
  assert.deepEqual([way?.verdict, way?.accounts, way?.examples], ['below', 1, ['ana']])
  assert.match(
    (await explained()).text,
    /^Has to set up something more .* It may be put off until 2027-01-18 08:00 UTC\.$/,
  )
  assert.deepEqual((await explained()).grace, { until: Date.parse(until) })
  world.clock.advance(3 * day)
  assert.deepEqual(await waits(), [])
  assert.match((await explained()).text, /and then comes in\.$/)
})

eachEngine('R3: grace that ends between the password and the completion is over', async (world) => {
  await passwordOnly(world, 'ana')
  const until = new Date(world.clock.now() + 60_000).toISOString()
  const engine = await world.node({ policy: { mfa: 'required', grace: { until } } })
  const { secret } = await halfway(engine, 'ana')
  world.clock.advance(60_000)
  const putting = complete(engine, { secret, options: { putOff: true }, surroundings })
  assert.equal(await refusal(putting), 'attempt.not-satisfied')
})
