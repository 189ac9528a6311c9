import assert from 'node:assert/strict'
import { changeAccount, unlockAccount } from '../../src/administration/index.ts'
import { complete, startStepUp, verifyOnce } from '../../src/authentication/index.ts'
import { beginEnrolment, confirmEnrolment } from '../../src/enrolment/index.ts'
import type { Factor, FactorModule, Verdict } from '../../src/factors/factor.ts'
import type { Id } from '../../src/kernel/ids.ts'
import {
  begin,
  codeAt,
  codeProof,
  eachEngine,
  halfway,
  halfways,
  onSqliteEngine,
  onTwoNodes,
  operator,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  signIn,
  startAt,
  step,
  surroundings,
  tamper,
  testFactors,
  totpOf,
  wrongCode,
} from '../kit/engine.ts'
import { otherProcess } from '../kit/other-process.ts'

onSqliteEngine(
  'G1: of two processes on one SQLite file one accepts a code, whoever is first (A-005)',
  async (world) => {
    const alice = await person(world, 'Alice')
    const other = await otherProcess(world)
    try {
      for (let round = 0; round < 8; round++) {
        const [one, two] = await halfways(world.engine, 'Alice', 2)
        const input = { proofs: [totpOf(world, alice)], complete: {}, surroundings }
        const ends = await Promise.all([
          refusal(prove(world.engine, one ?? { secret: '' }, input.proofs, input)),
          other.prove({ ...input, secret: two?.secret }),
        ])
        assert.equal(ends.filter((end) => end === 'nothing was refused').length, 1, ends.join())
        world.clock.advance(2 * step)
      }
      assert.equal((await rowsOf(world.engine, 'sessions')).length, 9)
    } finally {
      await other.close()
    }
  },
)

eachEngine('G1: a code is spent across a restart', async (world) => {
  const alice = await person(world, 'Alice')
  const code = totpOf(world, alice)
  await prove(world.engine, await halfway(world.engine, 'Alice'), [code])
  await world.engine.close()
  const restarted = await world.node()
  assert.equal(await refusal(prove(restarted, await halfway(restarted, 'Alice'), [code])), 'proof.refused')
})

eachEngine('G1: a slow writer never lowers the mark', async (world) => {
  const { engine, clock, points } = world
  const alice = await person(world, 'Alice')
  const [slow, fast] = await halfways(engine, 'Alice', 2)
  assert.ok(slow && fast)
  const early = codeProof(codeAt(alice.totp.shown, clock.now()))
  const late = codeProof(codeAt(alice.totp.shown, clock.now() + step))
  const other = await world.node()
  points.before = async () => {
    points.before = undefined
    await prove(other, fast, [late])
  }
  assert.equal(await refusal(prove(engine, slow, [early])), 'proof.refused')
  const row = (await rowsOf(engine, 'authenticators')).find(({ id }) => id === alice.totp.id)
  assert.equal(Number(row?.counter), clock.now() / step + 1)
})

onTwoNodes(
  'G2: each refusal that was answered on either node is booked, with its audit row',
  async (world, nodes) => {
    const alice = await person(world, 'Alice')
    const wrong = codeProof(wrongCode(world, alice))
    for (let round = 0; round < 6; round++) {
      const attempts = await halfways(world.engine, 'Alice', 4)
      const ends = await Promise.all(
        attempts.map((started, nth) => refusal(prove(nodes[nth % 2] ?? world.engine, started, [wrong]))),
      )
      const answered = ends.filter((end) => end === 'proof.refused').length
      const row = (await rowsOf(world.engine, 'authenticators')).find(({ id }) => id === alice.totp.id)
      assert.equal(Number(row?.failures_proven), answered)
      const events = (await rowsOf(world.engine, 'audit_events')).filter(
        ({ event }) => event === 'proof.refused',
      )
      assert.equal(events.length, answered)
      await tamper(world.engine, (db) => db.updateTable('authenticators').set({ failures_proven: 0 }))
      await tamper(world.engine, (db) => db.deleteFrom('throttle'))
      await tamper(world.engine, (db) => db.deleteFrom('audit_events').where('event', '=', 'proof.refused'))
    }
  },
)

eachEngine('G4: what an attempt was given opens nothing that a session opens', async (world) => {
  const { engine } = world
  await person(world, 'Alice')
  const { secret } = await halfway(engine, 'Alice')
  assert.equal(await engine.sessions.read(secret, { door: 'rest' }), undefined)
  assert.equal(await refusal(begin(engine, 'sps_x', 'totp')), 'attempt.not-found')
})

type Broken = (input: Parameters<Factor['verify']>[0]) => Promise<Verdict<unknown>>

/** The factors, with one whose judgement is broken. */
function withBroken(verify: Broken): readonly FactorModule[] {
  return testFactors().map((module) =>
    module.id === 'totp'
      ? { ...module, create: (config, host) => ({ ...module.create(config, host), verify }) }
      : module,
  )
}

const accepted = { kinds: ['has'], amr: [], userVerified: false, deviceBound: false } as const

const breakages: Readonly<Record<string, Broken>> = {
  throws: async () => {
    throw new Error('out of order')
  },
  'answers nothing': async () => undefined as unknown as Verdict<unknown>,
  'accepts what it was not shown': async () => ({
    accepted: true,
    authenticatorId: 'z'.repeat(32) as Id<'authenticator'>,
    spends: { type: 'reusable' },
    ...accepted,
  }),
  'spends a challenge that was never asked': async ({ candidates: [first] }) => ({
    accepted: true,
    authenticatorId: first?.id ?? ('' as never),
    spends: { type: 'challenge' },
    ...accepted,
  }),
  'is unavailable': async () => ({ accepted: false, reason: 'unavailable' }),
  'accepts an old counter': async ({ candidates: [first] }) => ({
    accepted: true,
    authenticatorId: first?.id ?? ('' as never),
    spends: { type: 'counter', counter: 1n },
    ...accepted,
  }),
}

for (const [name, verify] of Object.entries(breakages)) {
  eachEngine(`G6: a factor that ${name} accepts nobody`, async (world) => {
    await person(world, 'Alice')
    const engine = await world.node({ factorModules: withBroken(verify) })
    const started = await halfway(engine, 'Alice')
    await assert.rejects(prove(engine, started, [codeProof('123456')], { complete: {} }))
    const application = await engine.portal()
    const asked = verifyOnce(engine, { application, account: 'Alice', code: '123456', surroundings })
    assert.notEqual(await asked.then((result) => result.accepted).catch(() => false), true)
    assert.equal((await rowsOf(engine, 'sessions')).length, 1)
  })
}

eachEngine('G7: the answer leaves after the commit, and with what the commit holds', async (world) => {
  const { engine, points } = world
  const alice = await person(world, 'Alice')
  const started = await halfway(engine, 'Alice')
  let answered = false
  points.after = async () => {
    assert.equal(answered, false)
    assert.equal((await rowsOf(engine, 'sessions')).length, 2)
  }
  const { completed } = await prove(engine, started, [totpOf(world, alice)], { complete: {} })
  answered = true
  const [, second] = await rowsOf(engine, 'sessions')
  assert.ok(completed && second)
})

eachEngine(
  'G8: one name in all its spellings is one account, one budget, one second factor (V-18)',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    for (const name of ['ALICE', ' alice', 'ａｌｉｃｅ', 'AlIcE\u0020']) {
      const { attempt } = await startAt(engine, name)
      assert.equal(attempt.accountId, alice.account.id, name)
      const end = complete(engine, {
        secret: (await halfway(engine, name)).secret,
        options: {},
        surroundings,
      })
      assert.equal(await refusal(end), 'attempt.not-satisfied')
    }
  },
)

eachEngine('G10: the bar is what the account has, not what the session showed', async (world) => {
  const { clock } = world
  const strong = await world.node({ policy: { mfa: 'offered' } })
  await passwordOnly(world, 'Alice')
  const started = await halfway(strong, 'Alice')
  const { completed } = await prove(strong, started, [], { complete: {} })
  assert.ok(completed)
  const session = await sessionOf(strong, completed.token)
  assert.equal(session.assurance, 1)
  const authority = { by: 'session', session } as const
  const begun = await beginEnrolment(strong, { authority, factor: 'totp', surroundings })
  const authenticatorId = begun.authenticator.id
  const answer = { code: codeAt(begun.show, clock.now()) }
  await confirmEnrolment(strong, { authority, authenticatorId, answer, surroundings })
  const more = beginEnrolment(strong, { authority, factor: 'totp', surroundings })
  assert.equal(await refusal(more), 'step-up.required')
})

eachEngine(
  'G11: whether a second factor is needed is decided live: enrolled meanwhile, it is asked at once (V-16, V-17)',
  async (world) => {
    const { engine, clock } = world
    await passwordOnly(world, 'Alice')
    const [open, other] = await halfways(engine, 'Alice', 2)
    assert.ok(open && other)
    const done = await prove(engine, other, [], { complete: {} })
    const session = await sessionOf(engine, done.completed?.token ?? '')
    const authority = { by: 'session', session } as const
    const begun = await beginEnrolment(engine, { authority, factor: 'totp', surroundings })
    const authenticatorId = begun.authenticator.id
    const answer = { code: codeAt(begun.show, clock.now()) }
    await confirmEnrolment(engine, { authority, authenticatorId, answer, surroundings })
    const end = complete(engine, { secret: open.secret, options: {}, surroundings })
    assert.equal(await refusal(end), 'attempt.not-satisfied')
  },
  { policy: { mfa: 'offered' } },
)

eachEngine('G11: a role or mark given meanwhile is asked for at once', async (world) => {
  const { engine } = world
  const offered = await world.node({ policy: { mfa: 'offered' } })
  const account = await passwordOnly(world, 'Alice')
  const { secret } = await halfway(offered, 'Alice')
  const change = { actor: operator, accountId: account.id, reason: 'test' }
  await changeAccount(engine, { ...change, marks: ['shared'] })
  const end = () => complete(offered, { secret, options: {}, surroundings })
  assert.equal(await refusal(end()), 'attempt.expired')
  await changeAccount(engine, { ...change, role: 'help-desk' })
  assert.equal(await refusal(end()), 'attempt.expired')
})

eachEngine(
  'G13: each decision leaves its mark in the audit: accepted, refused, throttled, completed, enrolled',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    await refusal(prove(engine, await startAt(engine, 'Alice'), [passwordProof('wrong-oxbow-5')]))
    for (let nth = 0; nth < 6; nth++)
      await refusal(prove(engine, await halfway(engine, 'Alice'), [codeProof(wrongCode(world, alice))]))
    await unlockAccount(engine, { actor: operator, accountId: alice.account.id, reason: 'asked' })
    const { token } = await signIn(world, alice)
    await startStepUp(engine, await sessionOf(engine, token))
    const application = await engine.portal()
    const code = codeAt(alice.totp.shown, world.clock.now())
    await verifyOnce(engine, { application, account: 'Alice', code, surroundings })
    await verifyOnce(engine, { application, account: 'Alice', code, surroundings })
    const events = new Set((await rowsOf(engine, 'audit_events')).map(({ event }) => String(event)))
    for (const event of [
      'account.created',
      'enrolment.begun',
      'authenticator.enrolled',
      'attempt.completed',
      'proof.accepted',
      'proof.refused',
      'account.unlocked',
      'verify.accepted',
    ])
      assert.ok(events.has(event), event)
    const reasons = new Set((await rowsOf(engine, 'audit_refusals')).map(({ reason }) => String(reason)))
    for (const reason of ['password.mismatch', 'totp.replayed', 'throttled'])
      assert.ok(reasons.has(reason), reason)
  },
)

eachEngine('G14: the mark of a code only grows, whatever the clock does', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  const marks: number[] = []
  for (const move of [0, 5 * step, -3 * step, 10 * step, -20 * step, 30 * step]) {
    clock.advance(move)
    const started = await halfway(engine, 'Alice')
    await prove(engine, started, [totpOf(world, alice)]).catch(() => undefined)
    const row = (await rowsOf(engine, 'authenticators')).find(({ id }) => id === alice.totp.id)
    marks.push(Number(row?.counter))
    await tamper(engine, (db) => db.deleteFrom('throttle'))
  }
  assert.deepEqual(
    marks,
    marks.toSorted((a, b) => a - b),
  )
  assert.equal(new Set(marks).size, 4)
})

eachEngine('G15: who lacks the first factor spends none of the second', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  for (let nth = 0; nth < 30; nth++) {
    const started = await startAt(engine, 'Alice')
    assert.equal(
      await refusal(prove(engine, started, [codeProof(wrongCode(world, alice))])),
      'proof.first-factor-first',
    )
    const both = [passwordProof('wrong-oxbow-5'), codeProof(wrongCode(world, alice))]
    await refusal(prove(engine, started, both))
  }
  const row = (await rowsOf(engine, 'authenticators')).find(({ id }) => id === alice.totp.id)
  assert.deepEqual(
    [Number(row?.failures_proven), Number(row?.failures_unproven), row?.status],
    [0, 0, 'active'],
  )
  assert.equal(world.comparisons.get('totp'), undefined)
})
