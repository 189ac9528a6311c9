import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decide, decideSingle } from './decide.ts'
import { covers, type Demand, join, noDemand } from './demand.ts'
import type { Circumstances, ConfirmedAuthenticator, Facts, Proved } from './facts.ts'
import { createPolicy, policyConfig } from './policy.ts'
import type { Rule } from './rule-schema.ts'
import { isStillEnough, recover, satisfy } from './satisfied.ts'

const noon = Date.UTC(2026, 10, 24, 12)

/** Everything known: one person at work, at noon on a Tuesday. */
const ana: Facts = {
  role: 'person',
  marks: [],
  applicationClass: 'banking',
  confirmed: [],
  invited: false,
  circumstances: {
    account: 'ana',
    groups: ['finance', 'staff'],
    directory: 'staff',
    attributes: { told: { department: ['treasury'], title: [] }, complete: false },
    application: 'payments',
    door: 'rest',
    purpose: 'sign-in',
    source: '10.1.2.3',
    knownDevice: true,
    at: noon,
  },
}

const key: ConfirmedAuthenticator = {
  factor: 'webauthn',
  role: 'factor',
  kinds: ['has', 'knows'],
  phishingResistant: true,
  usable: true,
}
const app: ConfirmedAuthenticator = { ...key, factor: 'totp', kinds: ['has'], phishingResistant: false }

function policyOf(...rules: Partial<Rule>[]) {
  return remembering(undefined, ...rules)
}

function remembering(remember: string | undefined, ...rules: Partial<Rule>[]) {
  const named = rules.map((rule, index) => ({ name: `rule ${index + 1}`, need: 'mfa', ...rule }))
  return createPolicy(policyConfig.parse({ mfa: 'offered', remember, rules: named }))
}

function fits(rule: Partial<Rule>, facts: Facts = ana): boolean {
  return policyOf(rule).fitting(facts).length === 1
}

function at(circumstances: Circumstances, more: Partial<Facts> = {}): Facts {
  return { ...ana, ...more, circumstances: { ...ana.circumstances, ...circumstances } }
}

/** What a rule says, whether it fits Ana, and what must change for it to turn. */
const table: readonly (readonly [string, Partial<Rule>, boolean])[] = [
  ['everybody', {}, true],
  ['her by name, whatever the case', { who: { accounts: ['Bob', 'ANA'] } }, true],
  ['somebody else', { who: { accounts: ['bob'] } }, false],
  ['one of her groups', { who: { groups: ['Finance'] } }, true],
  ['a group of others', { who: { groups: ['sales'] } }, false],
  ['where she comes from', { who: { directories: ['local', 'Staff'] } }, true],
  ['those who come from elsewhere', { who: { directories: ['local'] } }, false],
  ['an attribute of hers', { who: { attributes: { Department: ['Finance', 'Treasury'] } } }, true],
  ['another value of it', { who: { attributes: { department: ['sales'] } } }, false],
  ['an attribute that she has not', { who: { attributes: { title: ['head'] } } }, false],
  ['one not told, called as what every object has', { who: { attributes: { constructor: ['head'] } } }, true],
  [
    'attributes of which one is another',
    { who: { attributes: { department: ['treasury'], title: ['head'] } } },
    false,
  ],
  ['her role', { who: { roles: ['person', 'help-desk'] } }, true],
  ['another role', { who: { roles: ['administrator'] } }, false],
  ['a mark that she has not', { who: { marks: ['compromised'] } }, false],
  ['all but her', { who: { except: ['Ana'] } }, false],
  ['all but others', { who: { except: ['bob'] } }, true],
  ['the application', { what: { applications: ['Payments'] } }, true],
  ['another application', { what: { applications: ['wiki'] } }, false],
  ['its class', { what: { classes: ['banking', 'mail'] } }, true],
  ['another class', { what: { classes: ['mail'] } }, false],
  ['the door', { what: { doors: ['rest'] } }, true],
  ['another door', { what: { doors: ['cli'] } }, false],
  ['the purpose', { what: { purposes: ['sign-in'] } }, true],
  ['another purpose', { what: { purposes: ['step-up'] } }, false],
  ['her network', { where: { networks: ['10.0.0.0/8'] } }, true],
  ['another network', { where: { networks: ['192.0.2.0/24', '2001:db8::/32'] } }, false],
  ['outside her network', { where: { outside: ['10.0.0.0/8'] } }, false],
  ['outside another', { where: { outside: ['192.0.2.0/24'] } }, true],
  ['a known browser', { where: { device: 'known' } }, true],
  ['a new browser', { where: { device: 'new' } }, false],
  ['the hour', { when: { from: '08:00', to: '18:00', zone: 'UTC' } }, true],
  ['another hour', { when: { from: '18:00', to: '08:00', zone: 'UTC' } }, false],
  ['all parts at once', { who: { groups: ['staff'] }, where: { networks: ['10.1.0.0/16'] } }, true],
  ['one part wrong', { who: { groups: ['staff'] }, where: { networks: ['10.9.0.0/16'] } }, false],
]

for (const [what, rule, expected] of table)
  test(`a rule for ${what} ${expected ? 'fits' : 'does not fit'}`, () => assert.equal(fits(rule), expected))

const unknowns: readonly (readonly [string, Partial<Rule>, Facts])[] = [
  ['account', { who: { accounts: ['bob'] } }, at({ account: 'unknown' })],
  ['account left out', { who: { except: ['ana'] } }, at({ account: 'unknown' })],
  ['groups', { who: { groups: ['sales'] } }, at({ groups: 'unknown' })],
  ['directory', { who: { directories: ['local'] } }, at({ directory: 'unknown' })],
  ['attributes', { who: { attributes: { department: ['sales'] } } }, at({ attributes: 'unknown' })],
  [
    'attribute',
    { who: { attributes: { title: ['head'] } } },
    at({ attributes: { told: {}, complete: false } }),
  ],
  ['role', { who: { roles: ['administrator'] } }, at({}, { role: 'unknown' })],
  ['marks', { who: { marks: ['weak'] } }, at({}, { marks: 'unknown' })],
  ['application', { what: { applications: ['wiki'] } }, at({ application: 'unknown' })],
  ['class', { what: { classes: ['mail'] } }, at({}, { applicationClass: 'unknown' })],
  ['door', { what: { doors: ['cli'] } }, at({ door: 'unknown' })],
  ['purpose', { what: { purposes: ['step-up'] } }, at({ purpose: 'unknown' })],
  ['source', { where: { networks: ['192.0.2.0/24'] } }, at({ source: 'unknown' })],
  ['source outside', { where: { outside: ['10.0.0.0/8'] } }, at({ source: 'unknown' })],
  ['unreadable source (V-63)', { where: { outside: ['10.0.0.0/8'] } }, at({ source: 'proxy.example' })],
  ['device', { where: { device: 'new' } }, at({ knownDevice: 'unknown' })],
  ['time', { when: { from: '18:00', to: '08:00', zone: 'UTC' } }, at({ at: 'unknown' })],
]

for (const [what, rule, facts] of unknowns)
  test(`R15: a rule fits where its ${what} is not known`, () => {
    assert.equal(fits(rule, ana), false)
    assert.equal(fits(rule, facts), true)
  })

test('what our own accounts were not given they do not have', () => {
  const rule = { who: { attributes: { title: ['head'] } } }
  assert.equal(fits(rule, at({ attributes: { told: {}, complete: true } })), false)
  assert.equal(fits(rule, at({ attributes: { told: { title: ['head'] }, complete: true } })), true)
})

test('R15: without circumstances every rule fits', () => {
  const { circumstances: _, ...bare } = ana
  const rules = table.map(([, rule]) => rule).filter(({ who }) => !who?.roles && !who?.marks)
  const policy = policyOf(...rules.filter(({ what }) => !what?.classes))
  assert.equal(policy.fitting(bare).length, policy.rules.length)
})

test('more than a word of rules: each is found at its place', () => {
  const names = Array.from({ length: 100 }, (_, index) => `person-${index}`)
  const policy = policyOf(...names.map((name) => ({ who: { accounts: [name] } })))
  for (const index of [0, 31, 32, 63, 64, 99]) {
    const found = policy.fitting(at({ account: `person-${index}` })).map(({ reason }) => reason.id)
    assert.deepEqual(found, [`rule:rule ${index + 1}`])
  }
})

const demand: fc.Arbitrary<Demand> = fc.record(
  {
    assurance: fc.constantFrom(1, 2, 3),
    phishingResistant: fc.boolean(),
    userVerified: fc.boolean(),
    allow: fc.option(
      fc.subarray(['totp', 'webauthn', 'sms-code']).map((list) => new Set(list)),
      {
        nil: undefined,
      },
    ),
    forbid: fc.subarray(['totp', 'webauthn', 'sms-code']).map((list) => new Set(list)),
    deny: fc.boolean(),
    fresh: fc.constantFrom(60_000, 3_600_000, Number.POSITIVE_INFINITY),
    remembered: fc.constantFrom(0, 86_400_000, Number.POSITIVE_INFINITY),
  },
  { noNullPrototype: true },
)

test('the most demanding wins: what is joined covers both, in either order, and twice is once', () => {
  fc.assert(
    fc.property(demand, demand, (one, other) => {
      const joined = join(one, other)
      assert.ok(covers(joined, one) && covers(joined, other))
      assert.deepEqual(join(other, one), joined)
      assert.deepEqual(join(one, one), one)
      assert.deepEqual(join(one, noDemand), one)
    }),
  )
})

const need = fc.oneof(
  fc.constantFrom('mfa', 'passwordless', 'phishing-resistant', 'hardware-bound'),
  fc.record(
    {
      assurance: fc.constantFrom(1 as const, 2 as const, 3 as const),
      phishingResistant: fc.boolean(),
      userVerified: fc.boolean(),
      forbid: fc.constantFrom<string[]>(['totp'], ['webauthn', 'sms-code']),
      allow: fc.constantFrom<string[]>(['totp'], ['webauthn', 'totp']),
      deny: fc.constant(true as const),
      fresh: fc.constantFrom('15m', '12h'),
      remembered: fc.constantFrom('1d', '30d'),
    },
    { requiredKeys: [] },
  ),
)
const rule: fc.Arbitrary<Partial<Rule>> = fc.record(
  {
    who: fc.record(
      { accounts: fc.constantFrom(['ana'], ['bob']), groups: fc.constantFrom(['staff'], ['sales']) },
      { requiredKeys: [] },
    ),
    what: fc.record({ classes: fc.constantFrom(['banking'], ['mail']) }, { requiredKeys: [] }),
    where: fc.record({ outside: fc.constantFrom(['10.0.0.0/8'], ['192.0.2.0/24']) }, { requiredKeys: [] }),
    need,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<Rule>>
const rules = fc.array(rule, { maxLength: 5 })
const circumstances = fc.constantFrom(ana, at({ source: '192.0.2.1' }), at({ account: 'unknown' }), {
  ...ana,
  confirmed: [app],
})

test('monotone: one more rule never lowers what is needed', () => {
  fc.assert(
    fc.property(rules, rule, circumstances, (given, more, facts) => {
      const before = decide(remembering('30d', ...given), facts)
      const after = decide(remembering('30d', ...given, more), facts)
      assert.ok(covers(after, before))
      assert.ok(
        covers(decideSingle(policyOf(...given, more), facts), decideSingle(policyOf(...given), facts)),
      )
    }),
  )
})

test('order-free: rules in any order need the same', () => {
  fc.assert(
    fc.property(rules, circumstances, (given, facts) => {
      const one = decide(policyOf(...given), facts)
      const other = decide(policyOf(...given.toReversed()), facts)
      assert.ok(covers(one, other) && covers(other, one))
      assert.equal(one.enrolment, other.enrolment)
    }),
  )
})

test('R15: what is not known never lowers what rules need', () => {
  const names = ['account', 'groups', 'application', 'door', 'purpose', 'source', 'knownDevice', 'at']
  fc.assert(
    fc.property(rules, fc.constantFrom(...names), (given, name) => {
      const policy = policyOf(...given)
      assert.ok(covers(decide(policy, at({ [name]: 'unknown' })), decide(policy, ana)))
    }),
  )
})

test('a rule says why, in its own words or with its name', () => {
  const policy = policyOf({ says: 'Money needs a second look.' }, {})
  const { because } = decide(policy, ana)
  assert.deepEqual(because, [
    { id: 'rule:rule 1', text: 'Money needs a second look.' },
    { id: 'rule:rule 2', text: 'A rule asks for it: rule 2.' },
  ])
})

test('a strength that nobody has defined stops the policy from opening', () => {
  assert.throws(() => policyOf({ need: 'impossible' }), { code: 'policy.strength-unknown' })
  assert.throws(() => policyOf({ need: { strength: 'impossible' } }), { code: 'policy.strength-unknown' })
})

test('own strengths are asked for by name, and joined with what else is said', () => {
  const policy = createPolicy(
    policyConfig.parse({
      mfa: 'offered',
      strengths: { 'signed-for': { userVerified: true } },
      rules: [{ name: 'bank', need: { strength: 'signed-for', phishingResistant: true } }],
    }),
  )
  const { userVerified, phishingResistant, assurance } = decide(policy, ana)
  assert.deepEqual(
    { userVerified, phishingResistant, assurance },
    {
      userVerified: true,
      phishingResistant: true,
      assurance: 1,
    },
  )
})

test('R20: assurance 3 cannot be had by what can be phished', () => {
  assert.equal(decide(policyOf({ need: { assurance: 3 } }), ana).phishingResistant, true)
})

test('G10: who has a weaker factor than a rule needs proves it, and then sets up a stronger one', () => {
  const strict = policyOf({ need: 'phishing-resistant' })
  assert.equal(decide(strict, { ...ana, confirmed: [app] }).enrolment, 'stronger')
  assert.equal(decide(strict, { ...ana, confirmed: [app, key] }).enrolment, 'none')
  assert.equal(decide(strict, { ...ana, confirmed: [] }).enrolment, 'needed')
  // R1: what is lost still counts as had, so that a password alone never enrols beside it.
  assert.equal(decide(strict, { ...ana, confirmed: [{ ...key, usable: false }] }).enrolment, 'none')
})

const subject = { attemptId: 'at', accountId: 'ac', epoch: 1 } as Parameters<typeof satisfy>[1]

function proof(factor: string, shown: Partial<Proved>): Proved {
  return {
    factor,
    authenticatorId: factor,
    role: 'factor',
    kinds: ['has'],
    amr: [],
    phishingResistant: false,
    userVerified: false,
    deviceBound: false,
    at: 5,
    ...shown,
  }
}

const password = proof('password', { kinds: ['knows'] })
const code = proof('totp', {})
const passkey = proof('webauthn', { kinds: ['has', 'knows'], phishingResistant: true, userVerified: true })
const paper = proof('recovery-codes', { role: 'recovery' })
const had = { ...ana, confirmed: [app, key] }

const satisfying: readonly (readonly [string, Rule['need'], readonly Proved[], boolean])[] = [
  ['deny lets nobody in', { deny: true }, [password, code, passkey], false],
  ['phishing-resistant is no code', 'phishing-resistant', [password, code], false],
  ['phishing-resistant is a passkey', 'phishing-resistant', [passkey], true],
  ['passwordless is unlocked by its owner', 'passwordless', [passkey], true],
  ['a password and a code unlock nothing', 'passwordless', [password, code], false],
  ['a forbidden factor does not count', { forbid: ['totp'], assurance: 2 }, [password, code], false],
  [
    'a factor that is not allowed does not count',
    { allow: ['webauthn'], assurance: 2 },
    [password, code],
    false,
  ],
  ['what is only known needs no mention', { allow: ['totp'], assurance: 2 }, [password, code], true],
  ['hardware-bound is attested', 'hardware-bound', [passkey], false],
]

for (const [what, wanted, proofs, expected] of satisfying)
  test(`satisfy: ${what}`, () => {
    const policy = policyOf({ need: wanted })
    const satisfied = satisfy(decide(policy, had), subject, proofs)
    assert.equal(satisfied !== undefined, expected)
  })

test('R11: deny stops recovery, too; a stronger demand does not', () => {
  const recovering = (wanted: Rule['need']) => {
    const policy = policyOf({ need: wanted })
    return recover(policy, decide(policy, { ...ana, confirmed: [app] }), subject, [password, paper])
  }
  assert.equal(recovering({ deny: true }), undefined)
  assert.ok(recovering('phishing-resistant'))
})

test('R7: a door that sees one code claims one factor: where rules ask for two it lets nobody in', () => {
  const strict = policyOf({ need: { forbid: ['sms-code'] } }, { need: 'mfa' })
  const { assurance, forbid, enrolment } = decideSingle(strict, had)
  assert.deepEqual([assurance, [...forbid], enrolment], [2, ['sms-code'], 'none'])
  assert.equal(satisfy(decideSingle(strict, had), subject, [code]), undefined)
  const denied = policyOf({ need: { deny: true } })
  assert.equal(satisfy(decideSingle(denied, had), subject, [code]), undefined)
})

test('R3: what a session began with is held against what is needed now', () => {
  const begun = {
    assurance: 2,
    phishingResistant: false,
    userVerified: false,
    factors: [password, code],
  } as const
  const enough = (wanted: Rule['need']) => isStillEnough(decide(policyOf({ need: wanted }), had), begun)
  assert.equal(enough('mfa'), true)
  for (const wanted of [
    'phishing-resistant',
    'passwordless',
    'hardware-bound',
    { deny: true },
    { forbid: ['totp'] },
  ])
    assert.equal(enough(wanted as Rule['need']), false, JSON.stringify(wanted))
  assert.equal(isStillEnough(noDemand, { ...begun, assurance: 1 }), true)
})

test('R3: rules are part of the version of a policy', () => {
  const versions = [policyOf(), policyOf({}), policyOf({ need: 'passwordless' })].map(
    ({ version }) => version,
  )
  assert.equal(new Set(versions).size, 3)
})

test('A-094: a rule is called and says nothing that cannot be seen or turns round what follows', () => {
  for (const hidden of ['mfa\u200b', 'mfa \u202efor nobody', 'mfa\u2066', 'mfa\u{e0041}'])
    for (const rule of [{ name: hidden }, { name: 'mfa', says: hidden }])
      assert.equal(policyConfig.safeParse({ rules: [{ need: 'mfa', ...rule }] }).success, false)
  assert.ok(policyConfig.safeParse({ rules: [{ name: 'Für Łódź 🏦', need: 'mfa', says: '安全' }] }).success)
})

const minutes = 60_000
const day = 86_400_000
const enrolled: Facts = { ...ana, confirmed: [app] }

/** What is asked for, and for how many days a browser is remembered then. */
const remembering30: readonly (readonly [string, Partial<Rule>[], Facts, number])[] = [
  ['what the policy itself says', [], enrolled, 30],
  ['a rule that says less', [{ need: { strength: 'mfa', remembered: '7d' } }], enrolled, 7],
  ['a rule that says more', [{ need: { strength: 'mfa', remembered: '90d' } }], enrolled, 30],
  ['a rule that does not speak of it', [{ need: { remembered: '7d' } }, {}], enrolled, 0],
  ['a rule for somebody else', [{ who: { accounts: ['bob'] } }], enrolled, 30],
  ['what cannot be phished', [{ need: { phishingResistant: true, remembered: '7d' } }], had30(), 0],
  ['what its owner unlocked', [{ need: { userVerified: true, remembered: '7d' } }], had30(), 0],
  ['attested hardware', [{ need: { assurance: 3, remembered: '7d' } }], had30(), 0],
  ['an administrator', [], { ...enrolled, role: 'administrator' }, 0],
  ['the help desk', [], { ...enrolled, role: 'help-desk' }, 0],
  ['a marked account', [], { ...enrolled, marks: ['compromised'] }, 0],
  ['marks that are not known (R15)', [], { ...enrolled, marks: 'unknown' }, 0],
  ['a change of factors (G10)', [], { ...enrolled, changes: true }, 0],
  ['a transaction (C-12)', [], { ...enrolled, approves: true }, 0],
]

function had30(): Facts {
  return { ...ana, confirmed: [app, key] }
}

for (const [what, given, facts, days] of remembering30)
  test(`a browser is remembered for ${days} days under ${what}`, () =>
    assert.equal(decide(remembering('30d', ...given), facts).remembered, days * day))

test('without policy.remember no browser is ever remembered', () => {
  assert.equal(decide(policyOf({ need: { remembered: '7d' } }), enrolled).remembered, 0)
})

test('of several rules about age the shortest wins', () => {
  const { fresh } = decide(policyOf({ need: { fresh: '12h' } }, { need: { fresh: '15m' } }, {}), ana)
  assert.equal(fresh, 15 * minutes)
  assert.equal(decide(policyOf({}), ana).fresh, Number.POSITIVE_INFINITY)
})

test('lengths of time that are none, or too long, are refused', () => {
  for (const wanted of [{ fresh: '15' }, { fresh: '31d' }, { remembered: '91d' }, { remembered: '0d' }])
    assert.throws(() => policyOf({ need: wanted }))
})
