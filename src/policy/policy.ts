import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Demand, demandOf } from './demand.ts'
import { nameTaken, strengthUnknown } from './errors.ts'
import type { Facts } from './facts.ts'
import { createMatcher } from './matching.ts'
import type { Reason } from './reasons.ts'
import { type Rule, type Rulebook, rules, sameName, strengths } from './rule-schema.ts'

/** What this installation demands. */
export const policyConfig = z.strictObject({
  mfa: z
    .enum(['required', 'offered'])
    .default('required')
    .describe(
      '`required`: everyone needs a second factor. `offered`: only administrators, help desk, and whoever enrolled one.',
    ),
  recovery: z
    .boolean()
    .default(true)
    .describe('Whether a recovery code may replace a lost second factor. It never signs anybody in.'),
  strengths: strengths
    .default({})
    .describe(
      'Own names for what is needed, beside `mfa`, `passwordless`, `phishing-resistant`, `hardware-bound`.',
    ),
  rules: rules
    .default([])
    .describe('For whom, for what and whence something is needed on top. The most demanding wins.'),
})

export type PolicyConfig = z.infer<typeof policyConfig>

export interface Policy extends PolicyConfig {
  /** The rules that fit, each with what it demands. */
  readonly fitting: (facts: Facts) => readonly RuleDemand[]
  /** Some rule asks whether a browser is known; nobody looks it up otherwise. */
  readonly asksDevice: boolean
  /** Some rule speaks of groups; nobody looks them up otherwise. */
  readonly asksGroups: boolean
  /** Changes with every change of what is demanded; completions name the one they were decided under (R3). */
  readonly version: string
}

/** A rule that fits, as a decision needs it. */
export interface RuleDemand {
  readonly rule: Rule
  readonly demand: Demand
  readonly reason: Reason
}

export const noRulebook: Rulebook = Object.freeze({ strengths: {}, rules: [] })

/**
 * The configuration with what was applied beside it. Throws `policy.strength-unknown` where a rule names a strength
 * that nobody has defined, and `policy.name-taken` where both define the same.
 */
export function createPolicy(configured: PolicyConfig, applied: Rulebook = noRulebook): Policy {
  requireOwnNames(configured, applied)
  const config = {
    ...configured,
    strengths: { ...configured.strengths, ...applied.strengths },
    rules: [...configured.rules, ...applied.rules],
  }
  const text = JSON.stringify([config.mfa, config.recovery, config.strengths, config.rules])
  return governedBy({ ...config, version: createHash('sha256').update(text).digest('hex').slice(0, 16) })
}

/** What the configuration says is never said otherwise by what is applied beside it. */
function requireOwnNames(configured: PolicyConfig, applied: Rulebook): void {
  const rule = applied.rules.find(({ name }) => configured.rules.some((own) => sameName(own.name, name)))
  if (rule) throw nameTaken('rule', rule.name)
  const strength = Object.keys(applied.strengths).find((name) => Object.hasOwn(configured.strengths, name))
  if (strength !== undefined) throw nameTaken('strength', strength)
}

/** The same policy with some of its rules: to say what would be needed without the others. It still has its version. */
export function withRules(policy: Policy, keep: (rule: Rule) => boolean): Policy {
  return governedBy({ ...policy, rules: policy.rules.filter(keep) })
}

function governedBy(config: PolicyConfig & Pick<Policy, 'version'>): Policy {
  const { rules: all } = config
  const demands = all.map((rule) => ruleDemandOf(rule, config.strengths))
  const match = createMatcher(all)
  return {
    ...config,
    fitting: all.length === 0 ? () => [] : (facts) => match(facts).flatMap((index) => demands[index] ?? []),
    asksDevice: all.some(({ where }) => where?.device !== undefined),
    asksGroups: all.some(({ who }) => who?.groups !== undefined),
  }
}

function ruleDemandOf(rule: Rule, own: PolicyConfig['strengths']): RuleDemand {
  const demand = demandOf(rule.need, own)
  if (!demand) throw strengthUnknown(rule)
  const reason = { id: `rule:${rule.name}`, text: rule.says ?? `A rule asks for it: ${rule.name}.` }
  return { rule, demand, reason }
}
