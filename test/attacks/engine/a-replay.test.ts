import assert from 'node:assert/strict'
import { recoverAccount } from '../../../src/authentication/index.ts'
import {
  codeAt,
  codeProof,
  eachEngine,
  halfway,
  halfways,
  onTwoNodes,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  signIn,
  startAt,
  step,
  surroundings,
  tally,
  totpOf,
} from '../../kit/engine.ts'
import { doors } from './doors.ts'

eachEngine(
  'A-001: the same code a second time is refused, with the sentence for any wrong code',
  async (world) => {
    const alice = await person(world, 'Alice')
    const code = codeAt(alice.totp.shown, world.clock.now())
    await prove(world.engine, await halfway(world.engine, 'Alice'), [codeProof(code)])
    const again = await halfway(world.engine, 'Alice')
    assert.equal(await refusal(prove(world.engine, again, [codeProof(code)])), 'proof.refused')
    const events = await rowsOf(world.engine, 'audit_events')
    assert.ok(events.some(({ event, reason }) => event === 'proof.refused' && reason === 'replayed'))
  },
)

eachEngine(
  'A-002: a code is not good again in the step that follows, nor after the one behind it',
  async (world) => {
    const alice = await person(world, 'Alice')
    const before = codeAt(alice.totp.shown, world.clock.now() - step)
    const now = codeAt(alice.totp.shown, world.clock.now())
    await prove(world.engine, await halfway(world.engine, 'Alice'), [codeProof(now)])
    for (const code of [now, before]) {
      const started = await halfway(world.engine, 'Alice')
      assert.equal(await refusal(prove(world.engine, started, [codeProof(code)])), 'proof.refused')
    }
    world.clock.advance(step)
    const later = await halfway(world.engine, 'Alice')
    assert.equal(await refusal(prove(world.engine, later, [codeProof(now)])), 'proof.refused')
    const [row] = (await rowsOf(world.engine, 'authenticators')).filter(({ id }) => id === alice.totp.id)
    assert.equal(Number(row?.counter), Math.floor((world.clock.now() - step) / step))
  },
)

eachEngine('A-004: over any two doors one code is good once', async (world) => {
  const alice = await person(world, 'Alice')
  const names = Object.keys(doors)
  for (const first of names) {
    for (const second of names) {
      const code = codeAt(alice.totp.shown, world.clock.now())
      const accepted = [
        await doors[first]?.(world.engine, alice, code),
        await doors[second]?.(world.engine, alice, code),
      ]
      assert.deepEqual(accepted, [true, false], `${first}, then ${second}`)
      world.clock.advance(step)
    }
  }
})

onTwoNodes('A-004: over two doors of two nodes at once, one code is good once', async (world, nodes) => {
  const alice = await person(world, 'Alice')
  for (let round = 0; round < 6; round++) {
    const code = codeAt(alice.totp.shown, world.clock.now())
    const accepted = await Promise.all(
      Object.values(doors).flatMap((door) => nodes.map((node) => door(node, alice, code).catch(() => false))),
    )
    assert.equal(accepted.filter(Boolean).length, 1)
    world.clock.advance(step)
    await signIn(world, alice)
    world.clock.advance(3_600_000)
  }
})

onTwoNodes('A-005: two posts of one code in one attempt, on two nodes: one of them', async (world, nodes) => {
  const alice = await person(world, 'Alice')
  for (let round = 0; round < 10; round++) {
    const started = await halfway(world.engine, 'Alice')
    const proof = totpOf(world, alice)
    const ends = await tally(nodes.map((node) => prove(node, started, [proof], { complete: {} })))
    assert.equal(ends.done, 1, JSON.stringify(ends))
    world.clock.advance(2 * step)
  }
  const sessions = await rowsOf(world.engine, 'sessions')
  assert.equal(sessions.length, 11)
})

eachEngine('A-005: two posts of one code in two attempts: one of them', async (world) => {
  const alice = await person(world, 'Alice')
  const attempts = [await halfway(world.engine, 'Alice'), await halfway(world.engine, 'Alice')]
  const proof = totpOf(world, alice)
  const ends = await tally(attempts.map((started) => prove(world.engine, started, [proof], { complete: {} })))
  assert.deepEqual(ends, { done: 1, 'proof.refused': 1 })
})

eachEngine('A-007: every spelling of a spent code is spent, and costs a try', async (world) => {
  const alice = await person(world, 'Alice')
  const code = codeAt(alice.totp.shown, world.clock.now())
  await prove(world.engine, await halfway(world.engine, 'Alice'), [codeProof(code)])
  const started = await halfway(world.engine, 'Alice')
  const spellings = [` ${code}`, `${code} `, `${code.slice(0, 3)} ${code.slice(3)}`, `\t${code}\n`]
  for (const typed of spellings)
    assert.equal(await refusal(prove(world.engine, started, [codeProof(typed)])), 'proof.refused')
  const [row] = (await rowsOf(world.engine, 'authenticators')).filter(({ id }) => id === alice.totp.id)
  assert.equal(Number(row?.failures_proven), spellings.length)
})

eachEngine('A-007: what is no code of digits is not judged at all', async (world) => {
  const alice = await person(world, 'Alice')
  const code = codeAt(alice.totp.shown, world.clock.now())
  const started = await halfway(world.engine, 'Alice')
  const wide = [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('')
  const aliases: unknown[] = [
    wide,
    `+${code}`,
    `0x${Number(code).toString(16)}`,
    Number(code),
    [code],
    { $ne: null },
    true,
    null,
    undefined,
  ]
  for (const alias of aliases) {
    const proof = { factor: 'totp', proof: { code: alias } }
    assert.equal(await refusal(prove(world.engine, started, [proof])), 'input.invalid')
  }
  assert.equal(world.comparisons.get('totp'), undefined)
  await prove(world.engine, started, [codeProof(code)])
})

onTwoNodes('A-010: fifty posts of one recovery code, on two nodes: one of them', async (world, nodes) => {
  const alice = await person(world, 'Alice')
  const code = alice.recoveryCodes[0] ?? ''
  const attempts = await halfways(world.engine, 'Alice', 50)
  const ends = await tally(
    attempts.map((started, index) =>
      prove(nodes[index % 2] ?? world.engine, started, [codeProof(code, 'recovery-codes')], { complete: {} }),
    ),
  )
  assert.equal(ends.done, 1, JSON.stringify(ends))
  const recoveries = await tally(
    attempts.map(({ secret }, index) =>
      recoverAccount(nodes[index % 2] ?? world.engine, { secret, surroundings }),
    ),
  )
  assert.equal(recoveries.done, 1, JSON.stringify(recoveries))
  assert.equal((await rowsOf(world.engine, 'rebinds')).length, 1)
  const refused = (await rowsOf(world.engine, 'audit_events')).filter(
    ({ event }) => event === 'proof.refused',
  )
  assert.equal(refused.length, ends['proof.refused'] ?? 0)
})

eachEngine(
  'A-010: of eight posts of one recovery code one is accepted, and the rest are failures (V-44)',
  async (world) => {
    const alice = await person(world, 'Alice')
    const proof = codeProof(alice.recoveryCodes[0] ?? '', 'recovery-codes')
    const runs = Array.from({ length: 8 }, async () => {
      const started = await startAt(world.engine, 'Alice')
      return prove(world.engine, started, [passwordProof(), proof], { complete: {} })
    })
    const ends = await tally(runs)
    assert.equal(ends.done, 1)
    assert.equal((ends['proof.refused'] ?? 0) + (ends.throttled ?? 0), 7)
  },
)
