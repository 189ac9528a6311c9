import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SallyportError } from '../kernel/errors.ts'
import { parseWith } from '../kernel/parse.ts'
import { rulebook } from './rule-schema.ts'

/** What is wrong with a rule, each with its field. */
function issuesOf(rule: object): unknown {
  try {
    parseWith(rulebook, { rules: [{ name: 'one', need: 'mfa', ...rule }] })
  } catch (error) {
    if (error instanceof SallyportError && Array.isArray(error.details.issues))
      return error.details.issues.map(({ path, message }) => `${path}: ${message}`)
    throw error
  }
  return []
}

const wrong = [
  [
    { where: { networks: ['10.0.0.0/8', 'abc'] } },
    'rules.0.where.networks.1: must be a network such as 10.0.0.0/8 or 2001:db8::/32, /64 at most',
  ],
  [{ need: { fresh: 'soon' } }, 'rules.0.need.fresh: must be a length of time such as 15m, 12h or 30d'],
  [
    { need: { remembered: '1y' } },
    'rules.0.need.remembered: must be a length of time such as 15m, 12h or 30d',
  ],
  [
    { who: { attributes: { 'a b': ['x'] } } },
    'rules.0.who.attributes.a b: must be the name of an attribute, such as department',
  ],
  [
    { when: { from: '08:00', to: '08:00', zone: 'Europe/Berlin' } },
    'rules.0.when.to: must not be the time at which it begins',
  ],
  [
    { grace: { until: 'soon' } },
    'rules.0.grace.until: must be a day such as 2026-12-12, or a moment such as 2026-12-12T09:00+01:00',
  ],
  [{ says: 'a\u202eb' }, 'rules.0.says: must be one line of what can be seen'],
] as const

for (const [rule, issue] of wrong)
  test(`what is wrong with a rule is told in words, at its field: ${JSON.stringify(rule)}`, () => {
    assert.deepEqual(issuesOf(rule), [issue])
  })
