import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Kind } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import { assuranceOf } from './assurance.ts'
import { decide } from './decide.ts'
import { noDemand } from './demand.ts'
import type { ConfirmedAuthenticator, Facts, Proved } from './facts.ts'
import { createPolicy, policyConfig } from './policy.ts'
import {
  assertRecovered,
  assertSatisfied,
  isProved,
  type Recovered,
  recover,
  type Satisfied,
  satisfy,
} from './satisfied.ts'
import { barOf } from './set-up.ts'

const required = createPolicy(policyConfig.parse({}))
const offered = createPolicy(policyConfig.parse({ mfa: 'offered' }))

const kinds = fc.subarray(['knows', 'has', 'is'] as Kind[], { minLength: 1 })
const confirmed: fc.Arbitrary<ConfirmedAuthenticator> = fc.record({
  factor: fc.constantFrom('password', 'totp', 'recovery-codes', 'gone'),
  role: fc.constantFrom('factor', 'recovery'),
  kinds,
  usable: fc.boolean(),
})
const unknown = fc.constant('unknown' as const)
const facts: fc.Arbitrary<Facts> = fc.record({
  role: fc.constantFrom('person', 'help-desk', 'administrator', 'unknown'),
  marks: fc.oneof(unknown, fc.subarray(['weak', 'shared'])),
  applicationClass: fc.constantFrom('other', 'mail', 'unknown'),
  confirmed: fc.oneof(unknown, fc.array(confirmed, { maxLength: 4 })),
  elsewhere: fc.array(confirmed, { maxLength: 2 }),
  invited: fc.boolean(),
})
const policies = fc.constantFrom(required, offered)
const trusting: Facts = {
  role: 'person',
  marks: [],
  applicationClass: 'other',
  confirmed: [],
  invited: false,
}

test('decide has an answer to every set of facts, with its reasons', () => {
  fc.assert(
    fc.property(policies, facts, (policy, known) => {
      const { assurance, enrolment, because } = decide(policy, known)
      assert.equal(assurance === 2, because.length > 0)
      assert.ok(enrolment === 'none' || assurance === 2)
      assert.ok(because.every(({ id, text }) => id && text))
    }),
  )
})

test('R15: what is unknown demands at least what any known value demands', () => {
  fc.assert(
    fc.property(
      policies,
      facts,
      fc.constantFrom('role', 'marks', 'applicationClass', 'confirmed'),
      (policy, known, name) => {
        const blurred = { ...known, [name]: 'unknown' } as Facts
        assert.ok(decide(policy, blurred).assurance >= decide(policy, known).assurance)
        assert.equal(decide(policy, blurred).assurance, 2)
      },
    ),
  )
})

test('R15: unknown role, marks or authenticators relax no enrolment', () => {
  assert.equal(decide(required, trusting).enrolment, 'needed')
  for (const name of ['role', 'marks', 'confirmed'])
    assert.equal(decide(required, { ...trusting, [name]: 'unknown' } as Facts).enrolment, 'by-invitation')
})

test('R1: one more authenticator never lowers what is needed, in whatever state it is', () => {
  fc.assert(
    fc.property(policies, facts, confirmed, (policy, known, more) => {
      if (known.confirmed === 'unknown') return
      const all = known.confirmed
      const grown = { ...known, confirmed: [...all, more] }
      assert.ok(decide(policy, grown).assurance >= decide(policy, known).assurance)
      assert.ok(barOf(grown.confirmed) >= barOf(all))
      const disabled = { ...known, confirmed: [...all, { ...more, usable: false }] }
      assert.deepEqual(decide(policy, disabled), decide(policy, grown))
    }),
  )
})

test('the order of what is confirmed and marked decides nothing', () => {
  fc.assert(
    fc.property(policies, facts, (policy, known) => {
      const turned = {
        ...known,
        marks: known.marks === 'unknown' ? known.marks : known.marks.toReversed(),
        confirmed: known.confirmed === 'unknown' ? known.confirmed : known.confirmed.toReversed(),
      }
      assert.deepEqual(decide(policy, turned), decide(policy, known))
    }),
  )
})

test('R2: marks, rights and a factor elsewhere make enrolment a matter of invitation; an invitation lifts it', () => {
  const plain: Facts = { role: 'person', marks: [], applicationClass: 'other', confirmed: [], invited: false }
  const phone: ConfirmedAuthenticator = { factor: 'totp', role: 'factor', kinds: ['has'], usable: true }
  const guarded: Facts[] = [
    { ...plain, marks: ['compromised'] },
    { ...plain, role: 'administrator' },
    { ...plain, role: 'help-desk' },
    { ...plain, elsewhere: [phone] },
  ]
  for (const one of guarded) {
    assert.equal(decide(required, one).enrolment, 'by-invitation')
    assert.equal(decide(required, { ...one, invited: true }).enrolment, 'needed')
  }
})

test('V-46: recovery codes alone are no second factor; the unknown factor is one', () => {
  const codes: ConfirmedAuthenticator = {
    factor: 'recovery-codes',
    role: 'recovery',
    kinds: ['has'],
    usable: true,
  }
  assert.equal(barOf([codes]), 1)
  assert.equal(barOf([{ factor: 'gone', role: 'factor', kinds: ['has'], usable: false }]), 2)
})

const levels: readonly (readonly [string, number])[] = [
  ['', 0],
  ['knows', 1],
  ['has', 1],
  ['is', 0],
  ['knows has', 2],
  ['has is', 2],
  ['knows is', 1],
  ['knows has is', 2],
]

test('N-04: two kinds make two factors, with something held among them; two of a kind stay one', () => {
  for (const [text, level] of levels) {
    const each = text.split(' ').filter(Boolean) as Kind[]
    const apart = each.map((kind) => ({ role: 'factor' as const, kinds: [kind] }))
    assert.equal(assuranceOf(apart), level, text)
    assert.equal(assuranceOf([...apart, ...apart]), level, `${text} twice`)
    assert.equal(assuranceOf([{ role: 'factor', kinds: each }]), level, `${text} in one`)
  }
})

const subject = { attemptId: 'at' as Id<'attempt'>, accountId: 'ac' as Id<'account'>, epoch: 1 }

function proof(factor: string, ...shown: Kind[]): Proved {
  return {
    factor,
    authenticatorId: factor,
    role: factor === 'recovery-codes' ? 'recovery' : 'factor',
    kinds: shown,
    amr: [],
    phishingResistant: false,
    userVerified: false,
    deviceBound: false,
    at: 5,
  }
}

const two = {
  ...noDemand,
  assurance: 2,
  enrolment: 'none',
  renewal: 'none',
  because: [],
  exceptions: [],
  policyVersion: required.version,
} as const

test('satisfy takes nothing less than what is required, and nothing while enrolment is due', () => {
  const both = [proof('password', 'knows'), proof('totp', 'has')]
  assert.ok(satisfy(two, subject, both))
  for (const few of [[], [proof('password', 'knows')], [proof('totp', 'has'), proof('totp', 'has')]])
    assert.equal(satisfy(two, subject, few), undefined)
  for (const enrolment of ['needed', 'by-invitation'] as const)
    assert.equal(satisfy({ ...two, enrolment }, subject, both), undefined)
})

test('N-09: nothing is satisfied while a password is to be changed, whatever is proved', () => {
  const both = [proof('password', 'knows'), proof('totp', 'has')]
  for (const renewal of ['due', 'barred'] as const) {
    assert.equal(satisfy({ ...two, renewal }, subject, both), undefined)
    assert.equal(isProved({ ...two, renewal }, subject, both), true)
    assert.equal(isProved({ ...two, renewal }, subject, [proof('totp', 'has')]), false)
  }
})

test('R15, N-09: which passwords are to be changed: ours, by a mark that policy names, where somebody is there', () => {
  const at = (more: Partial<Facts>, policy = required) => decide(policy, { ...trusting, ...more })
  const due = (more: Partial<Facts>, policy = required) => at(more, policy).renewal
  assert.equal(due({ marks: ['weak'], password: 'ours' }), 'due')
  assert.equal(due({ marks: ['default'] }), 'due', 'whose it is is not known')
  assert.equal(due({ marks: 'unknown' }), 'due')
  for (const password of ['elsewhere', 'none'] as const)
    assert.equal(due({ marks: ['weak', 'default'], password }), 'none')
  for (const marks of [[], ['compromised', 'shared', 'dormant', 'privileged', 'reset']])
    assert.equal(due({ marks, password: 'ours' }), 'none')
  for (const there of [{ approves: true }, { unattended: true }]) {
    const barred = at({ marks: ['weak'], ...there })
    assert.deepEqual([barred.renewal, barred.deny], ['barred', true])
  }
  const nobody = createPolicy(policyConfig.parse({ renewPassword: [] }))
  assert.equal(due({ marks: ['weak'], password: 'ours' }, nobody), 'none')
  assert.notEqual(nobody.version, required.version, 'R3: completions name what they were decided under')
})

test('R11: a recovery code satisfies nothing; where policy says so it lets its owner replace what was lost', () => {
  const proofs = [proof('password', 'knows'), proof('recovery-codes', 'has')]
  assert.equal(satisfy(two, subject, proofs), undefined)
  const recovered = recover(required, two, subject, proofs)
  assert.ok(recovered)
  assert.ok(!recovered.amr.includes('mfa'))
  assert.equal(recovered.assurance, 1)
  const strict = createPolicy(policyConfig.parse({ recovery: false }))
  assert.equal(recover(strict, two, subject, proofs), undefined)
  for (const few of [
    [],
    [proof('recovery-codes', 'has')],
    [proof('password', 'knows'), proof('totp', 'has')],
  ])
    assert.equal(recover(required, two, subject, few), undefined)
  for (const enrolment of ['needed', 'by-invitation'] as const)
    assert.equal(recover(required, { ...two, enrolment }, subject, proofs), undefined)
})

test('R3, R11: what only rebinds is never taken for what signs in, nor the other way round', () => {
  const recovered = recover(required, two, subject, [
    proof('password', 'knows'),
    proof('recovery-codes', 'has'),
  ])
  const satisfied = satisfy(two, subject, [proof('password', 'knows'), proof('totp', 'has')])
  assert.ok(recovered && satisfied)
  assertRecovered(recovered)
  for (const forged of [recovered, { ...satisfied }])
    assert.throws(() => assertSatisfied(forged as unknown as Satisfied), { code: 'requirement.unsatisfied' })
  for (const forged of [satisfied, { ...recovered }])
    assert.throws(() => assertRecovered(forged as unknown as Recovered), { code: 'requirement.unsatisfied' })
})

test('R3: only what satisfy made is satisfied: no copy, no look-alike, no parsed text', () => {
  const real = satisfy(two, subject, [proof('password', 'knows'), proof('totp', 'has')])
  assert.ok(real)
  assertSatisfied(real)
  const forged: unknown[] = [
    { ...real },
    structuredClone(real),
    JSON.parse(JSON.stringify(real)),
    Object.create(real),
    {},
  ]
  for (const one of forged)
    assert.throws(() => assertSatisfied(one as Satisfied), { code: 'requirement.unsatisfied' })
  assert.throws(() => Object.assign(real, { assurance: 2 }), TypeError)
})

test('R3: each policy has a version of its own', () => {
  const configs = [{}, { mfa: 'offered' }, { recovery: false }, { mfa: 'offered', recovery: false }]
  const versions = configs.map((config) => createPolicy(policyConfig.parse(config)).version)
  assert.equal(new Set(versions).size, configs.length)
})
