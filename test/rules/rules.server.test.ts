import assert from 'node:assert/strict'
import { changeAccount, resetAuthenticators } from '../../src/administration/index.ts'
import { complete, startAttempt, verifyOnce } from '../../src/authentication/index.ts'
import { beginEnrolment, redeemInvitation } from '../../src/enrolment/index.ts'
import { newApplication } from '../attacks/engine/doors.ts'
import {
  begin,
  codeAt,
  codeProof,
  confirm,
  eachEngine,
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
  signIn,
  startAt,
  step,
  surroundings,
  tally,
  tamper,
  tokenOf,
  totpOf,
  wrongCode,
} from '../kit/engine.ts'

const hour = 3_600_000

for (const status of ['disabled', 'suspended', 'lost'] as const) {
  eachEngine(`R1: a factor that is ${status} satisfies nothing and still keeps the bar up`, async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    await tamper(engine, (db) =>
      db.updateTable('authenticators').set({ status }).where('id', '=', alice.totp.id),
    )
    const started = await halfway(engine, 'Alice')
    assert.equal(await refusal(prove(engine, started, [totpOf(world, alice)])), 'proof.refused')
    assert.equal(await refusal(begin(engine, started.secret, 'totp')), 'enrolment.not-allowed')
    const end = complete(engine, { secret: started.secret, options: {}, surroundings })
    assert.equal(await refusal(end), 'attempt.not-satisfied')
  })
}

eachEngine('R1: failing a factor until it is disabled lets nobody enrol their own', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  for (let nth = 0; nth < 60; nth++) {
    await refusal(prove(engine, await halfway(engine, 'Alice'), [codeProof(wrongCode(world, alice))]))
    clock.advance(hour)
  }
  const thief = await halfway(engine, 'Alice')
  for (const factor of ['totp', 'echo-code'])
    assert.equal(await refusal(begin(engine, thief.secret, factor, { to: 'thief' })), 'enrolment.not-allowed')
})

eachEngine(
  'R1: a reset takes every second factor with it, also one that this version does not know',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    await tamper(engine, (db) =>
      db.updateTable('authenticators').set({ factor: 'carrier-pigeon' }).where('id', '=', alice.totp.id),
    )
    const subject = { actor: operator, accountId: alice.account.id, reason: 'lost' }
    const { invitation } = await resetAuthenticators(engine, subject)
    const started = await redeemInvitation(engine, tokenOf(invitation.link))
    await prove(engine, started, [passwordProof()])
    await begin(engine, started.secret, 'totp')
  },
)

onTwoNodes('R2: of two who hold one password and set up a factor at once, one does', async (world, nodes) => {
  for (let round = 0; round < 5; round++) {
    const name = `Alice ${round}`
    const account = await passwordOnly(world, name)
    const sides = []
    for (const [index, node] of nodes.entries()) {
      const { secret } = await halfway(node, name)
      const factor = index === 0 ? 'totp' : 'echo-code'
      sides.push({
        node,
        secret,
        factor,
        begun: await begin(node, secret, factor, index === 0 ? undefined : { to: name }),
      })
    }
    const ends = await tally(
      sides.map(({ node, secret, factor, begun }) => {
        const code = factor === 'totp' ? codeAt(begun.show, world.clock.now()) : world.echo.last(name)
        return confirm(node, secret, begun.authenticator.id, { code })
      }),
    )
    assert.equal(ends.done, 1, JSON.stringify(ends))
    const rows = await world.engine.authenticators.ofAccount(account.id)
    assert.equal(rows.filter(({ factor }) => ['totp', 'echo-code'].includes(factor)).length, 1)
  }
})

eachEngine('R2: an account that is marked after it began is not confirmed', async (world) => {
  const { engine, clock } = world
  const account = await passwordOnly(world, 'Alice')
  const { secret } = await halfway(engine, 'Alice')
  const begun = await begin(engine, secret, 'totp')
  await changeAccount(engine, {
    actor: operator,
    accountId: account.id,
    reason: 'leak',
    marks: ['compromised'],
  })
  const run = confirm(engine, secret, begun.authenticator.id, { code: codeAt(begun.show, clock.now()) })
  assert.equal(await refusal(run), 'attempt.expired')
})

onTwoNodes('R3: of ten completions of one satisfied attempt on two nodes one is', async (world, nodes) => {
  const alice = await person(world, 'Alice')
  const { secret } = await halfway(world.engine, 'Alice')
  await prove(world.engine, { secret }, [totpOf(world, alice)])
  const runs = Array.from({ length: 10 }, (_, index) =>
    complete(nodes[index % 2] ?? world.engine, { secret, options: {}, surroundings }),
  )
  const ends = await tally(runs)
  assert.equal(ends.done, 1, JSON.stringify(ends))
  assert.equal((await rowsOf(world.engine, 'completions')).length, 2)
  assert.equal((await rowsOf(world.engine, 'sessions')).length, 2)
})

eachEngine('R7: a code alone claims one factor; with a password or a vouch it claims two', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  const application = await newApplication(engine, 'VPN', { vouches: true })
  const ask = async (more: object) => {
    const code = codeAt(alice.totp.shown, clock.now())
    const result = await verifyOnce(engine, { application, account: 'Alice', code, surroundings, ...more })
    clock.advance(step)
    return result.accepted ? result.assurance : result.reason
  }
  assert.deepEqual(
    [await ask({}), await ask({ password: alice.password }), await ask({ vouched: true })],
    [1, 2, 2],
  )
})

eachEngine(
  'R7: a sign-in whose first factor is vouched for needs the second, and then is done',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const { id: applicationId } = await newApplication(engine, 'Mail', { vouches: true })
    const started = await startAttempt(engine, {
      account: 'Alice',
      applicationId,
      vouched: true,
      surroundings,
    })
    const end = complete(engine, { secret: started.secret, options: {}, surroundings })
    assert.equal(await refusal(end), 'attempt.not-satisfied')
    const { completed } = await prove(engine, started, [totpOf(world, alice)], { complete: {} })
    assert.equal(completed?.session.assurance, 2)
  },
)

eachEngine('R7, G15: strangers who fail codes alone use up nothing of a full sign-in', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  const application = await newApplication(engine, 'VPN')
  for (let nth = 0; nth < 45; nth++) {
    const code = wrongCode(world, alice)
    await verifyOnce(engine, { application, account: 'Alice', code, surroundings })
    clock.advance(hour)
  }
  await signIn(world, alice)
})

eachEngine('G2: a right code that is not enough is spent all the same', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  const application = await newApplication(engine, 'VPN', { vouches: true })
  const code = alice.recoveryCodes[0] ?? ''
  const ask = () =>
    verifyOnce(engine, {
      application,
      account: 'Alice',
      code,
      factor: 'recovery-codes',
      vouched: true,
      surroundings,
    })
  const strict = await world.node({ policy: { recovery: false } })
  const refused = await verifyOnce(strict, {
    application,
    account: 'Alice',
    code,
    factor: 'recovery-codes',
    vouched: true,
    surroundings,
  })
  assert.deepEqual(refused, { accepted: false, reason: 'refused' })
  clock.advance(hour)
  assert.equal((await ask()).accepted, false)
})

eachEngine(
  'C-13: what an operator made is confirmed by its first code, also beside a password',
  async (world) => {
    const { engine, clock } = world
    const account = await passwordOnly(world, 'Alice')
    const application = await newApplication(engine, 'VPN')
    const authority = { by: 'operator', actor: 'import', account, application: undefined } as const
    const begun = await beginEnrolment(engine, { authority, factor: 'totp', surroundings })
    const ask = (code: string) =>
      verifyOnce(engine, {
        application,
        account: 'Alice',
        code,
        password: 'quartz-violin-oxbow-71',
        surroundings,
      })
    const code = codeAt(begun.show, clock.now())
    const first = await ask(code)
    assert.equal(first.accepted && first.assurance, 2)
    assert.equal((await ask(code)).accepted, false)
  },
)

eachEngine(
  'R8: early, late, spent and wrong codes are refused alike, and none tells how near it was',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const now = clock.now()
    const codes = [-400, -5, -3, 3, 5, 400].map((steps) => codeAt(alice.totp.shown, now + steps * step))
    const seen = new Set<string>()
    for (const code of [...codes, wrongCode(world, alice)]) {
      const before = { ...world.points.work }
      const started = await halfway(engine, 'Alice')
      const error = await prove(engine, started, [codeProof(code)]).catch((one: Error) => one)
      const { bookings, statements, queries } = world.points.work
      const work = [bookings - before.bookings, statements - before.statements, queries - before.queries]
      seen.add(JSON.stringify([(error as Error).message, (error as { details?: unknown }).details, work]))
      clock.advance(hour)
      clock.set(now)
      await tamper(engine, (db) => db.deleteFrom('throttle'))
      await tamper(engine, (db) => db.updateTable('authenticators').set({ failures_proven: 0 }))
    }
    assert.equal(seen.size, 1, [...seen].join('\n'))
  },
)

eachEngine('R13: nothing is reusable but a password', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const verdicts: [string, string][] = []
  world.watch.verdict = (factor, verdict) => {
    if (verdict.accepted) verdicts.push([factor, verdict.spends.type])
  }
  const started = await halfway(engine, 'Alice')
  await prove(engine, started, [totpOf(world, alice)])
  await prove(engine, started, [codeProof(alice.recoveryCodes[0] ?? '', 'recovery-codes')])
  assert.deepEqual(verdicts, [
    ['password', 'reusable'],
    ['totp', 'counter'],
    ['recovery-codes', 'element'],
  ])
})

eachEngine(
  'R16: after a proven first factor each refusal is an event; before it, they are counted',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const events = async () =>
      (await rowsOf(engine, 'audit_events')).filter(({ event }) => event === 'proof.refused').length
    for (let nth = 0; nth < 3; nth++)
      await refusal(prove(engine, await startAt(engine, 'Alice'), [passwordProof('wrong-oxbow-9')]))
    assert.equal(await events(), 0)
    const counts = (await rowsOf(engine, 'audit_refusals')).map(({ count }) => Number(count))
    assert.deepEqual(counts, [3])
    const started = await halfway(engine, 'Alice')
    await refusal(prove(engine, started, [codeProof(wrongCode(world, alice))]))
    assert.equal(await events(), 1)
  },
)

eachEngine('R16: names that nobody has are recorded like others, under a decoy', async (world) => {
  const { engine } = world
  await passwordOnly(world, 'Alice')
  for (const name of ['Alice', 'Nobody'])
    await refusal(prove(engine, await startAt(engine, name), [passwordProof('wrong-oxbow-9')]))
  const [known, unknown] = (await rowsOf(engine, 'audit_refusals')).toSorted((a, b) =>
    a.account_id === null ? 1 : b.account_id === null ? -1 : 0,
  )
  assert.equal(unknown?.account_id, null)
  assert.match(String(unknown?.owner_key), /^decoy-\d+$/)
  assert.deepEqual([unknown?.reason, unknown?.count], [known?.reason, known?.count])
})

eachEngine(
  'R19: from unknown sources a hundred wrong passwords a year, then none; known devices go on',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const { deviceToken: device } = await signIn(world, alice, { rememberDevice: true })
    const from = (nth: number) => ({ door: 'test', source: `203.0.113.${nth}` })
    const ends: string[] = []
    for (let nth = 0; nth < 105; nth++) {
      const run = prove(engine, await startAt(engine, 'Alice'), [passwordProof('wrong-oxbow-9')], {
        surroundings: from(nth),
      })
      ends.push(await refusal(run))
    }
    assert.equal(ends.filter((end) => end === 'proof.refused').length, 100)
    assert.equal(ends.filter((end) => end === 'throttled').length, 5)
    const right = prove(engine, await startAt(engine, 'Alice'), [passwordProof()], {
      surroundings: from(200),
    })
    assert.equal(await refusal(right), 'throttled')
    const home = prove(engine, await startAt(engine, 'Alice'), [passwordProof()], {
      surroundings: { ...surroundings, device },
    })
    assert.equal(await refusal(home), 'nothing was refused')
    clock.advance(365 * 24 * hour)
    const nextYear = prove(engine, await startAt(engine, 'Alice'), [passwordProof()], {
      surroundings: from(1),
    })
    assert.equal(await refusal(nextYear), 'nothing was refused')
  },
)

onTwoNodes('R19: a hundred on two nodes at once is a hundred', async (world, nodes) => {
  await passwordOnly(world, 'Alice')
  const attempts = await Promise.all(Array.from({ length: 160 }, () => startAt(world.engine, 'Alice')))
  const ends = await tally(
    attempts.map((started, nth) =>
      prove(nodes[nth % 2] ?? world.engine, started, [passwordProof('wrong-oxbow-9')], {
        surroundings: { door: 'test', source: `203.0.113.${nth}` },
      }),
    ),
  )
  assert.ok((ends['proof.refused'] ?? 0) <= 100, JSON.stringify(ends))
  const lanes = await rowsOf(world.engine, 'throttle')
  const shared = lanes.find(({ id }) => String(id).endsWith('|unknown'))
  assert.ok(Number(shared?.total) <= 100)
})

eachEngine('R19: success in one lane resets no other, nor the year', async (world) => {
  const { engine } = world
  await passwordOnly(world, 'Alice')
  const fail = async (source: string) => {
    const where = { door: 'test', source }
    await refusal(
      prove(engine, await startAt(engine, 'Alice'), [passwordProof('wrong-oxbow-9')], {
        surroundings: where,
      }),
    )
  }
  await fail('203.0.113.1')
  await fail('203.0.113.2')
  const where = { door: 'test', source: '203.0.113.1' }
  await prove(engine, await startAt(engine, 'Alice'), [passwordProof()], { surroundings: where })
  const lanes = new Map(
    (await rowsOf(engine, 'throttle')).map((row) => [String(row.id).split('|').at(-1), row]),
  )
  assert.equal(Number(lanes.get('203.0.113.1')?.failures), 0)
  assert.equal(Number(lanes.get('203.0.113.2')?.failures), 1)
  assert.equal(Number(lanes.get('unknown')?.total), 2)
})

eachEngine('R12: a contact that an administrator wrote is unverified', async (world) => {
  const { engine } = world
  const account = await passwordOnly(world, 'Alice')
  const change = { actor: operator, accountId: account.id, reason: 'asked', email: 'alice@example.com' }
  await changeAccount(engine, change)
  const [contact] = await engine.contacts.listOf(account.id)
  assert.deepEqual([contact?.source, contact?.verifiedAt], ['administrator', undefined])
})

eachEngine('G10: enrolling in a session asks for all the account has, freshly', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  const session = await sessionOf(engine, (await signIn(world, alice)).token)
  const input = { authority: { by: 'session', session } as const, factor: 'totp', surroundings }
  await beginEnrolment(engine, input)
  clock.advance(11 * 60_000)
  assert.equal(await refusal(beginEnrolment(engine, input)), 'step-up.required')
})
