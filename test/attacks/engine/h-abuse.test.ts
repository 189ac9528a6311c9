import assert from 'node:assert/strict'
import { type Account, typedName } from '../../../src/accounts/index.ts'
import { verifyOnce } from '../../../src/authentication/index.ts'
import { beginEnrolment } from '../../../src/enrolment/index.ts'
import {
  begin,
  codeAt,
  codeProof,
  confirm,
  eachEngine,
  halfway,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  signIn,
  startAt,
  surroundings,
  totpOf,
} from '../../kit/engine.ts'

const hour = 3_600_000

eachEngine('A-112: names of prototypes are names like any other, and touch no prototype', async (world) => {
  const { engine } = world
  await person(world, 'Alice')
  const started = await halfway(engine, 'Alice')
  const polluted = JSON.parse('{"__proto__":{"polluted":1},"code":"123456"}')
  for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
    assert.equal(await refusal(prove(engine, started, [{ factor: name, proof: {} }])), 'factor.unknown')
    assert.equal(
      await refusal(prove(engine, started, [{ authenticatorId: name, proof: {} }])),
      'proof.refused',
    )
    const someone = await startAt(engine, name)
    assert.equal(await refusal(prove(engine, someone, [passwordProof()])), 'proof.refused')
  }
  assert.equal(await refusal(prove(engine, started, [{ factor: 'totp', proof: polluted }])), 'input.invalid')
  assert.equal(({} as { polluted?: unknown }).polluted, undefined)
})

eachEngine('R6: a name with what no database keeps in it is a name that nobody has', async (world) => {
  for (const name of ['a\0b', '\ud800', `${'a'.repeat(255)}\u{1f511}`]) {
    const started = await startAt(world.engine, name)
    assert.equal(await refusal(prove(world.engine, started, [passwordProof()])), 'proof.refused')
  }
})

eachEngine('A-114: a password of a megabyte is refused before a byte of it is hashed', async (world) => {
  const { engine, hasher } = world
  await person(world, 'Alice')
  const started = await startAt(engine, 'Alice')
  const before = hasher.inputs.length
  const long = passwordProof('x'.repeat(1_000_000))
  for (let nth = 0; nth < 20; nth++)
    assert.equal(await refusal(prove(engine, started, [long])), 'input.invalid')
  assert.equal(hasher.inputs.length, before)
})

eachEngine('A-117: of 200 people at once each sees themselves, and nobody another (V-103)', async (world) => {
  const { engine, clock } = world
  const names = Array.from({ length: 200 }, (_, index) => `User ${index}`)
  const everyone: Account[] = []
  for (const name of names) everyone.push(await passwordOnly(world, name))
  const enter = async (name: string, index: number) => {
    const { secret } = await halfway(engine, name)
    const begun = await begin(engine, secret, 'totp')
    assert.equal(begun.show.account, name)
    await confirm(engine, secret, begun.authenticator.id, { code: codeAt(begun.show, clock.now()) })
    const { progress, completed } = await prove(engine, { secret }, [], { complete: {} })
    assert.equal(progress.account.name, name)
    assert.ok(completed)
    const session = await sessionOf(engine, completed.token)
    assert.equal(session.accountId, everyone[index]?.id)
    return session.id
  }
  // PostgreSQL has four connections to read by, and who waits too long for one is turned away.
  const lot = world.dialect === 'postgres' ? 25 : names.length
  const seen: string[] = []
  for (let from = 0; from < names.length; from += lot) {
    const some = names.slice(from, from + lot)
    seen.push(...(await Promise.all(some.map((name, nth) => enter(name, from + nth)))))
  }
  assert.equal(new Set(seen).size, names.length)

  const ids = new Map(everyone.map(({ id, name }) => [id as string, name]))
  for (const event of await rowsOf(engine, 'audit_events')) {
    if (event.event === 'account.created') continue
    assert.equal(event.actor, event.account_id, `${event.event}`)
    assert.ok(ids.has(String(event.account_id)))
  }
})

eachEngine(
  'A-118: unfinished sign-ins have a quota, per name and for names that nobody has',
  async (world) => {
    const { engine, clock } = world
    await passwordOnly(world, 'Alice')
    for (let nth = 0; nth < 150; nth++) await startAt(engine, 'Alice')
    clock.advance(3 * 60_000)
    for (let nth = 0; nth < 5; nth++) await startAt(engine, 'Alice')
    assert.ok((await rowsOf(engine, 'attempts')).length <= 105)
    for (let nth = 0; nth < 150; nth++) await halfway(engine, 'Alice')
    const proved = (await rowsOf(engine, 'attempts')).filter(({ version }) => Number(version) > 1)
    assert.ok(proved.length <= 101, `${proved.length}`)
  },
)

eachEngine('A-118: offers that nobody confirms are replaced, and swept', async (world) => {
  const { engine, clock } = world
  await passwordOnly(world, 'Alice')
  const { secret } = await halfway(engine, 'Alice')
  for (let nth = 0; nth < 20; nth++) await begin(engine, secret, 'totp')
  const pending = async () =>
    (await rowsOf(engine, 'authenticators')).filter(({ status }) => status === 'pending').length
  assert.equal(await pending(), 1)
  clock.advance(hour)
  await engine.storage.book({ statements: [engine.authenticators.sweep(clock.now())], locks: [] })
  assert.equal(await pending(), 0)
})

eachEngine('A-118: a sweep takes what is over and nothing that lives (F-29)', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  await startAt(engine, 'Alice')
  clock.advance(3 * hour)
  const living = await halfway(engine, 'Alice')
  const { token } = await signIn(world, alice, { rememberDevice: true })
  clock.advance(10 * hour)
  const young = await halfway(engine, 'Alice')
  const at = clock.now()
  const statements = [
    ...engine.attempts.sweep(at),
    engine.sessions.sweep(at),
    engine.authenticators.sweep(at),
    ...engine.throttle.sweep(at),
  ]
  await engine.storage.book({ statements, locks: [] })
  const attempts = (await rowsOf(engine, 'attempts')).map(({ id }) => id)
  assert.deepEqual(attempts, [young.attempt.id])
  assert.ok(!attempts.includes(living.attempt.id))
  assert.equal((await rowsOf(engine, 'sessions')).length, 1)
  assert.equal((await rowsOf(engine, 'authenticators')).length, 3)
  assert.equal((await rowsOf(engine, 'device_lanes')).length, 1)
  assert.ok(token)
  await prove(engine, young, [totpOf(world, alice)], { complete: {} })
})

eachEngine(
  'A-118, R16: strangers’ refusals fill a bounded number of rows, whatever names and addresses they use',
  async (world) => {
    const { engine } = world
    await passwordOnly(world, 'Alice')
    const application = await engine.portal()
    for (let nth = 0; nth < 300; nth++) {
      const from = { door: 'test', source: `203.0.113.${nth % 250}` }
      const started = await startAt(engine, 'Alice')
      await refusal(prove(engine, started, [passwordProof('wrong-oxbow-7')], { surroundings: from }))
      await verifyOnce(engine, { application, account: 'Alice', code: '123456', surroundings: from })
    }
    const rows = await rowsOf(engine, 'audit_refusals')
    const reasons = new Set(rows.map(({ reason }) => reason))
    assert.ok(rows.length <= 16 * reasons.size, `${rows.length} rows for ${reasons.size} reasons`)
    const counted = rows.reduce((sum, { count }) => sum + Number(count), 0)
    assert.ok(counted >= 600, `${counted} of 600 are recorded (G13)`)
    const events = await rowsOf(engine, 'audit_events')
    assert.ok(events.every(({ event }) => event === 'account.created'))
  },
)

eachEngine('A-118: labels are short and unique, whatever is wished', async (world) => {
  const { engine } = world
  const account = await passwordOnly(world, 'Alice')
  const { secret } = await halfway(engine, 'Alice')
  const authority = { by: 'attempt', secret } as const
  const begun = await beginEnrolment(engine, {
    authority,
    factor: 'totp',
    label: 'x'.repeat(100_000),
    surroundings,
  })
  assert.ok(begun.authenticator.label.length <= 64)
  assert.equal(typedName.safeParse('x'.repeat(100_000)).success, false)
  assert.ok(account)
  assert.equal(await refusal(prove(engine, { secret }, [codeProof('123456')])), 'proof.refused')
})
