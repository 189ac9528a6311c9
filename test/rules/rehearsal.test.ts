import assert from 'node:assert/strict'
import { openPeople } from '../../src/administration/rehearsal/people.ts'
import { verifyOnce } from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import type { Rulebook } from '../../src/policy/index.ts'
import {
  codeAt,
  eachEngine,
  goodPassword,
  passwordOnly,
  passwordProof,
  person,
  prove,
  rowsOf,
  setUpAdministrator,
  signIn,
  startAt,
  step,
  surroundings,
  totpOf,
  type World,
} from '../kit/engine.ts'
import { book, replay } from '../kit/rehearsal.ts'
import { rule, under } from '../kit/rules.ts'

const day = 86_400_000
const minute = 60_000

/** Ana signs in with password and code, Bob with a password alone, and a program asks about Ana with a code alone. */
async function recorded(world: World): Promise<Engine> {
  await setUpAdministrator(world)
  const engine = await under(world, [])
  const ana = await person(world, 'ana')
  await passwordOnly(world, 'bob')
  world.clock.advance(2 * day)
  await signIn(world, ana, {}, engine)
  await signIn(world, ana, {}, engine)
  world.clock.advance(day)
  await prove(engine, await startAt(engine, 'bob'), [passwordProof(goodPassword)], { complete: {} })
  const portal = await engine.portal()
  const code = codeAt(ana.totp.shown, world.clock.now())
  const verdict = await verifyOnce(engine, { application: portal, account: 'ana', code, surroundings })
  assert.ok(verdict.accepted)
  world.clock.advance(step)
  return engine
}

eachEngine(
  'a rehearsal tells what recorded sign-ins would have come to, and writes nothing',
  async (world) => {
    const engine = await recorded(world)
    const rows = async () => (await rowsOf(engine, 'audit_events')).length
    const before = await rows()
    const rules = book(
      rule('second factor'),
      rule('no bob', { who: { accounts: ['bob'] }, need: { deny: true } }),
    )
    const { outcomes, days, rules: by } = await replay(engine, rules, 2)
    assert.deepEqual(
      Object.entries(outcomes).map(([name, { signIns, examples }]) => [name, signIns, examples]),
      [
        ['asked', 0, []],
        ['putOff', 0, []],
        ['setUp', 0, []],
        ['invited', 0, []],
        ['denied', 1, ['bob']],
        ['refused', 1, ['ana']],
      ],
    )
    assert.deepEqual(
      by.map(({ name, signIns }) => [name, signIns]),
      [
        ['second factor', 2],
        ['no bob', 1],
      ],
    )
    assert.deepEqual(
      days.map(({ signIns, touched }) => [signIns, touched]),
      [
        [0, 0],
        [2, 0],
        [2, 2],
      ],
    )
    assert.equal(await rows(), before)
  },
)

eachEngine(
  'a rehearsal tells apart who has what would be asked for, and who would set it up',
  async (world) => {
    const engine = await recorded(world)
    const outcomes = async (...rules: object[]) => {
      const { outcomes: found } = await replay(engine, book(...rules), 2)
      return Object.entries(found).flatMap(([name, { examples }]) => examples.map((one) => `${name} ${one}`))
    }
    const signingIn = { what: { purposes: ['sign-in'] } }
    assert.deepEqual(await outcomes(rule('all', signingIn)), ['setUp bob'])
    assert.deepEqual(await outcomes(rule('key', { ...signingIn, need: 'phishing-resistant' })), [
      'setUp ana',
      'setUp bob',
    ])
    assert.deepEqual(await outcomes(rule('elsewhere', { where: { networks: ['198.51.100.0/24'] } })), [])
    assert.deepEqual(await outcomes(rule('here', { ...signingIn, where: { networks: ['192.0.2.0/24'] } })), [
      'setUp bob',
    ])
  },
)

eachEngine(
  'a rule that only reports demands nothing, and the report tells what it would have done',
  async (world) => {
    await recorded(world)
    const engine = await under(world, [rule('soon', { report: true, need: { deny: true } })])
    const bob = await prove(engine, await startAt(engine, 'bob'), [passwordProof(goodPassword)], {
      complete: {},
    })
    assert.ok(bob.completed)
    const { signIns, outcomes, rules } = await replay(engine, undefined, 2)
    assert.equal(outcomes.denied.signIns, signIns)
    assert.deepEqual(rules, [{ name: 'soon', signIns }])
  },
)

/** Somebody with a password alone signs in, `times` times, an interval apart. */
async function signsIn(world: World, engine: Engine, every: number, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await prove(engine, await startAt(engine, 'bob'), [passwordProof(goodPassword)], {
      complete: { putOff: true },
    })
    world.clock.advance(every)
  }
}

async function told(engine: Engine, rules: Rulebook, days = 30) {
  const { outcomes } = await replay(engine, rules, days)
  const some = Object.entries(outcomes).filter(([, { signIns }]) => signIns > 0)
  return Object.fromEntries(some.map(([name, { signIns }]) => [name, signIns]))
}

eachEngine('a rehearsal lets wait what a rule lets wait: so many times, and so many days', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [])
  await passwordOnly(world, 'bob')
  await signsIn(world, engine, day, 6)
  const waiting = (grace: object) => told(engine, book(rule('all', { grace })))
  assert.deepEqual(await waiting({ skips: 2 }), { putOff: 2, setUp: 4 })
  assert.deepEqual(await waiting({ days: 3 }), { putOff: 3, setUp: 3 })
  assert.deepEqual(await waiting({ days: 3, skips: 1 }), { putOff: 1, setUp: 5 })
})

eachEngine('a rehearsal says by when what could be put off has to be set up', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [])
  await passwordOnly(world, 'bob')
  await signsIn(world, engine, day, 2)
  const until = new Date(world.clock.now() + 10 * day).toISOString()
  const rules = book(rule('all', { grace: { until } }), rule('also', { grace: { skips: 9 } }))
  const { putOff } = (await replay(engine, rules)).outcomes
  assert.deepEqual(putOff, { signIns: 2, accounts: 1, examples: ['bob'], until: Date.parse(until) })
  const past = book(rule('all', { grace: { until: new Date(world.clock.now() - 1.5 * day).toISOString() } }))
  assert.deepEqual(await told(engine, past), { putOff: 1, setUp: 1 })
})

eachEngine('a laptop and a phone within an hour put off once in a rehearsal, too', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [])
  await passwordOnly(world, 'bob')
  await signsIn(world, engine, 20 * minute, 4)
  assert.deepEqual(await told(engine, book(rule('all', { grace: { skips: 1 } }))), { putOff: 3, setUp: 1 })
})

eachEngine(
  'a rehearsal lets nothing wait that a decision does not: who is denied does not come in',
  async (world) => {
    await setUpAdministrator(world)
    const engine = await under(world, [])
    await passwordOnly(world, 'bob')
    await signsIn(world, engine, day, 2)
    const grace = { skips: 9 }
    assert.deepEqual(
      await told(engine, book(rule('no bob', { who: { accounts: ['bob'] }, need: { deny: true }, grace }))),
      { denied: 2 },
    )
    const both = book(rule('may wait', { grace }), rule('may not'))
    assert.deepEqual(await told(engine, both), { setUp: 2 })
  },
)

eachEngine('what was put off before the days of a rehearsal counts in it', async (world) => {
  await setUpAdministrator(world)
  const allowing = (skips: number) => under(world, [rule('all', { grace: { skips } })])
  await passwordOnly(world, 'bob')
  await signsIn(world, await allowing(4), day, 4)
  const now = book(rule('now'))
  assert.deepEqual(await told(await allowing(4), now, 2.5), { setUp: 2 })
  assert.deepEqual(await told(await allowing(3), now, 2.5), { setUp: 1 })
  assert.deepEqual(await told(await allowing(2), now, 2.5), {})
})

eachEngine('a sign-in at a remembered browser counts as one under rules that remember it', async (world) => {
  await setUpAdministrator(world)
  const policy = { mfa: 'required', remember: '30d' } as const
  const engine = await world.node({ policy })
  const ana = await person(world, 'ana')
  world.clock.advance(2 * day)
  const { rememberedToken } = await signIn(world, ana, { rememberBrowser: true }, engine)
  world.clock.advance(3 * day)
  const where = { ...surroundings, remembered: rememberedToken }
  await prove(engine, await startAt(engine, 'ana'), [passwordProof()], { complete: {}, surroundings: where })
  world.clock.advance(minute)
  const touched = async (...rules: object[]) =>
    (await replay(engine, book(...rules), 1)).outcomes.asked.signIns
  assert.equal(await touched(), 0)
  assert.equal(await touched({ name: 'weekly', need: { strength: 'mfa', remembered: '7d' } }), 0)
  assert.equal(await touched({ name: 'each second day', need: { strength: 'mfa', remembered: '2d' } }), 1)
  assert.equal(await touched({ name: 'always', need: 'mfa' }), 1)
  const lessCodes = { strength: 'mfa', remembered: '7d', forbid: ['totp'] }
  assert.equal(
    (await replay(engine, book({ name: 'no codes', need: lessCodes }), 1)).outcomes.setUp.signIns,
    1,
  )
})

eachEngine('a rehearsal knows at which browsers somebody signed in', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [])
  const ana = await person(world, 'ana')
  world.clock.advance(2 * day)
  const { deviceToken } = await signIn(world, ana, { rememberDevice: true }, engine)
  const there = { ...surroundings, device: deviceToken }
  const proofs = [passwordProof(), totpOf(world, ana)]
  await prove(engine, await startAt(engine, 'ana'), proofs, { complete: {}, surroundings: there })
  world.clock.advance(2 * day)
  await signIn(world, ana, {}, engine)
  const denied = (device: string) =>
    told(engine, book({ name: 'browser', where: { device }, need: { deny: true } }), 3)
  assert.deepEqual(await denied('known'), { denied: 1 })
  assert.deepEqual(await denied('new'), { denied: 2 })
})

eachEngine('A-115: a rehearsal keeps so many accounts at a time, however many come by', async (world) => {
  const { engine } = world
  const made = [await passwordOnly(world, 'ana'), await passwordOnly(world, 'bob')]
  const ids = made.map(({ id }) => id)
  const people = openPeople(engine, [engine.policy], 1)
  assert.deepEqual([...(await people.of(ids)).keys()].sort(), ids.toSorted(), 'all of one page')
  assert.deepEqual([...(await people.of(ids.slice(1))).keys()], ids.slice(1))
})
