import assert from 'node:assert/strict'
import { rehearse } from '../../src/administration/index.ts'
import { verifyOnce } from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import { type Rulebook, rulebook } from '../../src/policy/index.ts'
import {
  codeAt,
  eachEngine,
  goodPassword,
  operator,
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
  type World,
} from '../kit/engine.ts'
import { rule, under } from '../kit/rules.ts'

const actor = operator
const day = 86_400_000
const minute = 60_000

function replay(engine: Engine, rules: Rulebook | undefined, days = 30) {
  return rehearse(engine, { actor, rulebook: rules, days })
}

function book(...rules: object[]): Rulebook {
  return rulebook.parse({ rules })
}

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

eachEngine('a sign-in at a remembered browser counts as one under rules that remember it', async (world) => {
  await setUpAdministrator(world)
  const policy = { mfa: 'required', remember: '30d' } as const
  const engine = await world.node({ policy })
  const ana = await person(world, 'ana')
  world.clock.advance(2 * day)
  const { rememberedToken } = await signIn(world, ana, { rememberBrowser: true }, engine)
  const where = { ...surroundings, remembered: rememberedToken }
  await prove(engine, await startAt(engine, 'ana'), [passwordProof()], { complete: {}, surroundings: where })
  world.clock.advance(minute)
  const touched = async (...rules: object[]) =>
    (await replay(engine, book(...rules), 1)).outcomes.asked.signIns
  assert.equal(await touched(), 0)
  assert.equal(await touched({ name: 'weekly', need: { strength: 'mfa', remembered: '7d' } }), 0)
  assert.equal(await touched({ name: 'always', need: 'mfa' }), 1)
})
