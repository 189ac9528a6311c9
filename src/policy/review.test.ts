import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policyConfig } from './policy.ts'
import { type Inventory, reviewPolicy } from './review.ts'
import type { Rule } from './rule-schema.ts'

const inventory: Inventory = {
  factors: ['totp', 'webauthn', 'sms-code'],
  accounts: new Set(['ana', 'bob']),
  applications: new Set(['payments']),
  directories: new Set(['local', 'staff']),
  attributes: new Set(['department']),
  groups: new Set(['finance']),
  countries: false,
  now: Date.UTC(2026, 10, 24),
}

function findings(
  rules: readonly (Partial<Rule> & { readonly name: string })[],
  mfa = 'offered',
  remember?: string,
) {
  const config = policyConfig.parse({ mfa, remember, rules: rules.map((rule) => ({ need: 'mfa', ...rule })) })
  return reviewPolicy(config, inventory).map(({ rule, kind, other }) =>
    [rule, kind, other ?? ''].join(' ').trim(),
  )
}

test('rules that each do something of their own leave nothing to say', () => {
  const rules = [
    { name: 'everybody' },
    { name: 'money', what: { classes: ['banking' as const] }, need: 'phishing-resistant' },
    { name: 'abroad', where: { outside: ['10.0.0.0/8'] }, need: { forbid: ['sms-code'] } },
  ]
  assert.deepEqual(findings(rules), [])
})

test('a rule that leaves out all whom it names never fits', () => {
  assert.deepEqual(findings([{ name: 'nobody', who: { accounts: ['Ana'], except: ['ANA'] } }]), [
    'nobody never',
  ])
})

test('a rule under which no factor counts is told apart from one that denies', () => {
  const closed = { forbid: ['totp', 'webauthn', 'sms-code'] }
  assert.deepEqual(findings([{ name: 'shut', need: closed }]), ['shut unsatisfiable'])
  assert.deepEqual(findings([{ name: 'shut', need: { deny: true } }]), [])
})

test('two rules that leave no factor together contradict, with the name of the other', () => {
  const rules = [
    { name: 'keys', need: { allow: ['webauthn'] } },
    { name: 'no keys', who: { groups: ['finance'] }, need: { forbid: ['webauthn'] } },
  ]
  assert.deepEqual(findings(rules), ['no keys contradicts keys'])
  const apart = [
    { name: 'keys', who: { accounts: ['ana'] }, need: { allow: ['webauthn'] } },
    { name: 'no keys', who: { accounts: ['bob'] }, need: { forbid: ['webauthn'] } },
  ]
  assert.deepEqual(findings(apart), [])
})

test('an account may be in two groups and have two marks: such rules meet', () => {
  const grouped = [
    { name: 'one', who: { groups: ['finance'] }, need: { allow: ['totp'] } },
    { name: 'two', who: { groups: ['sales'] }, need: { allow: ['webauthn'] } },
  ]
  assert.ok(findings(grouped).includes('two contradicts one'))
})

test('a rule that adds nothing is shadowed, with the name of the one that asks for as much', () => {
  const rules = [
    { name: 'all', need: 'phishing-resistant' },
    { name: 'bank', what: { classes: ['banking' as const] } },
  ]
  assert.deepEqual(findings(rules), ['bank shadowed all'])
})

test('of two rules that say the same the later one is told, once', () => {
  assert.deepEqual(findings([{ name: 'first' }, { name: 'second' }]), ['second shadowed first'])
})

test('a narrower place, time, device or exception is not shadowed by another one', () => {
  const at = (name: string, rule: Partial<Rule>) => ({ name, ...rule })
  for (const [one, other] of [
    [{ where: { networks: ['10.0.0.0/8'] } }, { where: { networks: ['192.0.2.0/24'] } }],
    [{ where: { outside: ['10.0.0.0/8'] } }, { where: { outside: ['192.0.2.0/24'] } }],
    [{ where: { device: 'new' } }, { where: { device: 'known' } }],
    [{ when: { zone: 'UTC', days: ['mon'] } }, { when: { zone: 'UTC', days: ['tue'] } }],
    [{}, { who: { except: ['ana'] } }],
  ] as const) {
    const pair = [at('one', one as Partial<Rule>), at('other', other as Partial<Rule>)]
    assert.equal(findings(pair).includes('one shadowed other'), false, JSON.stringify(pair))
  }
})

test('what every account needs anyway is told of the rule that asks for it again', () => {
  assert.deepEqual(findings([{ name: 'again' }], 'required'), ['again shadowed'])
  assert.deepEqual(findings([{ name: 'more', need: 'phishing-resistant' }], 'required'), [])
})

test('names that nobody has are told: accounts, groups, applications, factors', () => {
  const rule = {
    name: 'odd',
    who: { accounts: ['zed', 'ana'], groups: ['pilots'] },
    what: { applications: ['wiki', 'Payments'] },
    need: { assurance: 2 as const, forbid: ['carrier-pigeon'] },
  }
  assert.deepEqual(findings([rule]), Array(4).fill('odd unknown'))
})

test('findings are sentences that name the rules', () => {
  const config = policyConfig.parse({
    rules: [
      { name: 'keys', need: { allow: ['webauthn'] } },
      { name: 'no keys', need: { forbid: ['webauthn'] } },
    ],
  })
  const [found] = reviewPolicy(config, inventory)
  assert.equal(found?.text, 'Where “no keys” and “keys” both fit no factor counts: nobody comes in there.')
})

test('a rule that speaks of remembered browsers and never can is told', () => {
  const mild = { name: 'mild', need: { strength: 'mfa', remembered: '7d' } }
  assert.deepEqual(findings([mild]), ['mild forgets'])
  assert.deepEqual(findings([mild], 'offered', '30d'), [])
  const never: Partial<Rule>[] = [
    { need: { strength: 'phishing-resistant', remembered: '7d' } },
    { need: { userVerified: true, remembered: '7d' } },
    { need: { assurance: 3, remembered: '7d' } },
    { ...mild, who: { roles: ['administrator', 'help-desk'] } },
    { ...mild, who: { marks: ['compromised'] } },
  ]
  for (const given of never)
    assert.deepEqual(findings([{ ...given, name: 'strict' }], 'offered', '30d'), ['strict forgets'])
})

test('a rule that asks each time adds to a policy that remembers browsers', () => {
  assert.deepEqual(findings([{ name: 'always' }], 'required', '30d'), [])
  assert.deepEqual(findings([{ name: 'always' }], 'required'), ['always shadowed'])
})

test('what may be put off and never is, is told', () => {
  const until = { until: '2026-12-01' }
  assert.deepEqual(
    findings([
      { name: 'fine', what: { classes: ['mail'] }, need: 'phishing-resistant', grace: until },
      { name: 'over', what: { classes: ['banking'] }, need: 'passwordless', grace: { until: '2026-11-24' } },
      { name: 'shut', who: { accounts: ['bob'] }, need: { deny: true }, grace: { skips: 3 } },
      { name: 'marked', who: { marks: ['shared'] }, need: 'phishing-resistant', grace: until },
      { name: 'chiefs', who: { roles: ['administrator'] }, need: 'hardware-bound', grace: until },
    ]).filter((found) => found.startsWith('grace') || found.includes('grace')),
    ['over grace', 'shut grace', 'marked grace', 'chiefs grace'],
  )
})

test('a rule that holds at once adds something to the same rule that may wait', () => {
  const grace = { days: 14 }
  const strong: Pick<Rule, 'what' | 'need'> = { what: { classes: ['mail'] }, need: 'phishing-resistant' }
  assert.deepEqual(
    findings([
      { name: 'now', ...strong },
      { name: 'later', ...strong, grace },
    ]),
    ['later shadowed now'],
  )
  assert.deepEqual(
    findings([
      { name: 'one', ...strong, grace },
      { name: 'same', ...strong, grace },
    ]),
    ['same shadowed one'],
  )
})

test('a rule that asks for a country where there is no table is reported, for it fits everybody', () => {
  const rules = [
    { name: 'far away', where: { outsideCountries: ['DE'] } },
    { name: 'there', where: { countries: ['KP'] }, need: { deny: true as const } },
  ]
  assert.deepEqual(findings(rules), ['far away unknown', 'there unknown'])
})
