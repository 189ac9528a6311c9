import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decide } from './decide.ts'
import { covers } from './demand.ts'
import type { ConfirmedAuthenticator, Deferral, Facts } from './facts.ts'
import { type Grace, waitingOf } from './grace.ts'
import { createPolicy, policyConfig } from './policy.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.UTC(2026, 11, 1, 12)
const circumstances = { account: 'ana', purpose: 'sign-in', at: now }

/** Ana has a password and nothing else, and has put off nothing yet. */
const ana: Facts = {
  role: 'person',
  marks: [],
  applicationClass: 'other',
  confirmed: [],
  invited: false,
  circumstances,
  deferrals: [],
}

const app: ConfirmedAuthenticator = { factor: 'totp', role: 'factor', kinds: ['has'], usable: true }
const key: ConfirmedAuthenticator = {
  factor: 'webauthn',
  role: 'factor',
  kinds: ['has', 'knows'],
  phishingResistant: true,
  usable: true,
}

function policyOf(...rules: readonly object[]) {
  const named = rules.map((rule, index) => ({ name: `rule ${index}`, need: 'mfa', ...rule }))
  return createPolicy(policyConfig.parse({ mfa: 'offered', rules: named }))
}

const threeTimes = policyOf({ grace: { skips: 3 } })

function putOff(times: number, more: Partial<Deferral> = {}): Deferral {
  const at = now - day
  return { demand: 'rule:rule 0', since: at, times, countedAt: at, lastAt: at, ...more }
}

test('what has to be set up may wait, and meanwhile less is needed', () => {
  const need = decide(threeTimes, ana)
  assert.deepEqual([need.assurance, need.enrolment, need.grace?.left], [2, 'needed', 3])
  const meanwhile = need.grace?.meanwhile
  assert.deepEqual([meanwhile?.assurance, meanwhile?.enrolment, meanwhile?.grace], [1, 'none', undefined])
  assert.deepEqual(
    meanwhile?.because.map(({ id }) => id),
    ['grace:rule 0'],
  )
})

test('the policy itself may wait, told apart from rules in its reasons', () => {
  const policy = createPolicy(policyConfig.parse({ grace: { until: '2026-12-12' } }))
  const { grace, because } = decide(policy, { ...ana, circumstances })
  assert.deepEqual(
    because.map(({ id }) => id),
    ['mfa.required'],
  )
  assert.equal(grace?.until, Date.UTC(2026, 11, 12))
  assert.deepEqual(
    grace?.meanwhile.because.map(({ id }) => id),
    ['mfa.put-off'],
  )
})

/** Whom a grace does not help, and why. */
const without: readonly (readonly [string, Partial<Facts>])[] = [
  ['G11: who has a second factor is asked for it', { confirmed: [app] }],
  [
    'R1: a second factor that is lost is recovered, and put off by nobody',
    { confirmed: [{ ...app, usable: false }] },
  ],
  ['R1: so is one that was made for another application', { elsewhere: [app] }],
  ['R2: a marked account sets up by invitation', { marks: ['compromised'] }],
  ['R2: administrators put off nothing', { role: 'administrator' }],
  ['R2: neither does the help desk', { role: 'help-desk' }],
  ['who was invited sets up now', { invited: true }],
  ['R15: role not known', { role: 'unknown' }],
  ['R15: marks not known', { marks: 'unknown' }],
  ['R15: class not known', { applicationClass: 'unknown' }],
  ['R15: authenticators not known', { confirmed: 'unknown' }],
  ['R15: what was put off not known', { deferrals: 'unknown' }],
  ['R15: time not known', { circumstances: { ...circumstances, at: 'unknown' } }],
  ['a step-up is about what is done now', { circumstances: { ...circumstances, purpose: 'step-up' } }],
]

for (const [what, facts] of without)
  test(`no grace: ${what}`, () => {
    const known = { ...ana, ...facts }
    assert.equal(decide(threeTimes, known).grace, undefined)
    const strict = decide(policyOf({}), known)
    assert.deepEqual({ ...decide(threeTimes, known), policyVersion: '' }, { ...strict, policyVersion: '' })
  })

test('who has something weaker may put off the stronger, and shows the weaker', () => {
  const policy = policyOf({ need: 'phishing-resistant', grace: { days: 14 } })
  const { enrolment, grace } = decide(policy, { ...ana, confirmed: [app] })
  assert.equal(enrolment, 'stronger')
  assert.deepEqual([grace?.until, grace?.meanwhile.assurance], [now + 14 * day, 2])
  assert.equal(decide(policy, { ...ana, confirmed: [app, key] }).grace, undefined)
})

test('grace lifts nothing that does not have to be set up: deny, allowed and forbidden factors, age', () => {
  const denied = policyOf({ need: { assurance: 2, deny: true }, grace: { skips: 3 } })
  assert.equal(decide(denied, ana).grace, undefined)
  const need = { assurance: 2, forbid: ['sms-code'], fresh: '1h' }
  const { grace } = decide(policyOf({ need, grace: { skips: 3 } }), ana)
  assert.deepEqual([grace?.meanwhile.forbid.has('sms-code'), grace?.meanwhile.fresh], [true, hour])
})

test('where another rule asks for it without grace it is set up now', () => {
  assert.equal(decide(policyOf({ grace: { skips: 3 } }, {}), ana).grace, undefined)
  const other = policyOf({ grace: { skips: 3 } }, { who: { accounts: ['bob'] } })
  assert.equal(decide(other, ana).grace?.left, 3)
})

test('of several that wait the first end counts', () => {
  const policy = policyOf({ grace: { days: 7, skips: 9 } }, { grace: { until: '2026-12-24', skips: 2 } })
  const { grace } = decide(policy, ana)
  assert.deepEqual([grace?.until, grace?.left, grace?.waiting.length], [now + 7 * day, 2, 2])
})

const ends: readonly (readonly [string, Grace, Deferral | undefined, number | undefined | 'over'])[] = [
  ['on its date', { until: '2026-12-01T12:00:00Z' }, undefined, 'over'],
  ['not before', { until: '2026-12-01T12:00:01Z' }, undefined, undefined],
  ['after its days, reckoned from the first time', { days: 1 }, putOff(1), 'over'],
  ['not before', { days: 2 }, putOff(1), undefined],
  ['after the last time', { skips: 2 }, putOff(2), 'over'],
  ['not before', { skips: 2 }, putOff(1), 1],
  ['by the number even where its date has not come', { skips: 1, until: '2027-01-01' }, putOff(1), 'over'],
  ['by its date even where some times are left', { skips: 9, until: '2026-11-30' }, putOff(1), 'over'],
]

for (const [when, terms, deferral, left] of ends)
  test(`a grace ends ${when}: ${JSON.stringify(terms)}`, () => {
    const waiting = waitingOf('rule:rule 0', terms, deferral, { at: now, stands: false })
    assert.equal(waiting === undefined ? 'over' : waiting.left, left)
  })

test('laptop and phone within an hour count as one, the last time too', () => {
  const justNow = putOff(3, { countedAt: now - hour + 1, lastAt: now - 60_000 })
  const waiting = waitingOf('rule:rule 0', { skips: 3 }, justNow, { at: now, stands: false })
  assert.deepEqual([waiting?.left, waiting?.counts], [0, false])
  // The hour begins with the one that was counted: whoever signs in every fifty minutes does not put off for ever.
  const before = putOff(3, { countedAt: now - hour, lastAt: now - 60_000 })
  assert.equal(waitingOf('rule:rule 0', { skips: 3 }, before, { at: now, stands: false }), undefined)
})

test('G14: a clock that is put back lengthens nothing', () => {
  const seen = putOff(1, { countedAt: now, lastAt: now })
  const back = { at: now - 30 * day, stands: false }
  assert.equal(waitingOf('rule:rule 0', { skips: 1 }, seen, back), undefined)
  assert.equal(waitingOf('rule:rule 0', { skips: 2 }, seen, back)?.counts, true)
  assert.equal(waitingOf('rule:rule 0', { until: '2026-12-01' }, seen, back), undefined)
  assert.equal(waitingOf('rule:rule 0', { days: 1 }, { ...seen, since: now - day }, back), undefined)
})

test('R3: a session stands on what was put off when it began, and no longer than the grace', () => {
  const stands = (facts: Partial<Facts>) => decide(threeTimes, { ...ana, stands: true, ...facts }).grace
  assert.equal(stands({}), undefined)
  assert.equal(stands({ deferrals: [putOff(3)] })?.left, 0)
  assert.equal(stands({ deferrals: [putOff(4)] }), undefined)
  assert.equal(stands({ deferrals: [putOff(1)], marks: ['compromised'] }), undefined)
})

const some = <Value>(values: readonly Value[]) => fc.subarray([...values])
const grace = fc.record(
  {
    until: fc.constantFrom('2026-11-30', '2026-12-24'),
    days: fc.constantFrom(1, 30),
    skips: fc.constantFrom(1, 3),
  },
  { requiredKeys: ['skips'] },
)
const ruleWithGrace = fc.record(
  {
    need: fc.constantFrom(
      'mfa',
      'passwordless',
      'phishing-resistant',
      'hardware-bound',
      { allow: ['totp'] },
      { allow: ['webauthn'], assurance: 2 as const },
      { forbid: ['totp'] },
      { deny: true as const },
    ),
    grace,
  },
  { requiredKeys: ['need'] },
)
const facts: fc.Arbitrary<Facts> = fc.record({
  role: fc.constantFrom('person', 'administrator', 'unknown'),
  marks: fc.constantFrom([], ['weak'], 'unknown' as const),
  applicationClass: fc.constant('other'),
  confirmed: some([app, { ...app, usable: false }, key, { ...key, usable: false }]),
  invited: fc.boolean(),
  circumstances: fc.constant(circumstances),
  deferrals: some([putOff(1), putOff(3, { demand: 'rule:rule 1' }), putOff(2, { demand: 'rule:new' })]),
  stands: fc.boolean(),
})

test('one more rule never lowers what is needed, whatever may wait', () => {
  fc.assert(
    fc.property(fc.array(ruleWithGrace, { maxLength: 4 }), ruleWithGrace, facts, (rules, more, known) => {
      const named = rules.map((rule, index) => ({ name: `rule ${index}`, ...rule }))
      const least = (all: readonly object[]) => {
        const need = decide(createPolicy(policyConfig.parse({ mfa: 'offered', rules: all })), known)
        return need.grace?.meanwhile ?? need
      }
      assert.ok(covers(least([...named, { name: 'new', ...more }]), least(named)))
    }),
    { numRuns: 2_000 },
  )
})

test('a grace lowers only what would have to be set up: without it as much is asked of whoever needs nothing', () => {
  fc.assert(
    fc.property(fc.array(ruleWithGrace, { minLength: 1, maxLength: 4 }), facts, (rules, known) => {
      const named = rules.map((rule, index) => ({ name: `rule ${index}`, ...rule }))
      const need = decide(createPolicy(policyConfig.parse({ mfa: 'offered', rules: named })), known)
      if (need.grace) assert.notEqual(need.enrolment, 'none')
      const strict = named.map(({ grace: _, ...rule }) => rule)
      const without = decide(createPolicy(policyConfig.parse({ mfa: 'offered', rules: strict })), known)
      assert.ok(covers(need, without) && covers(without, need))
    }),
    { numRuns: 500 },
  )
})

test('what says neither when nor how often it ends is refused', () => {
  for (const terms of [
    {},
    { until: 'soon' },
    { until: '2026-13-01' },
    { days: 0 },
    { skips: 0.5 },
    { skips: 1000 },
  ])
    assert.throws(() => policyOf({ grace: terms }), JSON.stringify(terms))
})

test('G14: a clock that is put back into the hour of the one that was counted counts all the same', () => {
  const before = putOff(3, { countedAt: now - 10 * 60_000, lastAt: now + day })
  assert.equal(waitingOf('rule:rule 0', { skips: 3 }, before, { at: now, stands: false }), undefined)
})

test('a moment may be written with seconds and without, and says how far it is from UTC', () => {
  for (const until of ['2026-12-12', '2026-12-12T09:00+01:00', '2026-12-12T09:00:30Z'])
    assert.doesNotThrow(() => policyOf({ grace: { until } }), until)
  for (const until of ['soon', '2026-12-12T09:00', '2026-13-12'])
    assert.throws(() => policyOf({ grace: { until } }))
})
