import { createHash } from 'node:crypto'
import { z } from 'zod'
import { applicationClass } from '../applications/index.ts'
import { millisecondsOf } from '../kernel/duration.ts'
import { type Demand, demandOf } from './demand.ts'
import { nameTaken, strengthUnknown } from './errors.ts'
import { type Exception, exceptionsFor, type LiftedDemand, ruleNamedBy } from './exception.ts'
import type { Circumstances, Facts } from './facts.ts'
import { type Grace, grace } from './grace.ts'
import { attributesIn, createMatcher, keyOf } from './matching.ts'
import type { Reason } from './reasons.ts'
import { passwordMarks } from './renewal.ts'
import { type Rule, type Rulebook, remembered, rules, sameName, strengths } from './rule-schema.ts'

const classDemands = z.partialRecord(applicationClass, z.string().min(1).max(64))

/** Mail, money, customers, administration, the way into the network: what somebody else would like to have. */
const usualDemands: z.infer<typeof classDemands> = {
  mail: 'mfa',
  banking: 'mfa',
  'customer-data': 'mfa',
  administration: 'mfa',
  'remote-access': 'mfa',
}

/** What this installation demands. */
export const policyConfig = z.strictObject({
  mfa: z
    .enum(['required', 'offered'])
    .default('required')
    .describe(
      '`required`: everyone needs a second factor. `offered`: only administrators, help desk, and whoever enrolled one.',
    ),
  grace: grace
    .optional()
    .describe(
      'How long people without a second factor may put it off where `mfa` is `required`. Administrators, help desk and marked accounts may not.',
    ),
  recovery: z
    .boolean()
    .default(true)
    .describe('Whether a recovery code may replace a lost second factor. It never signs anybody in.'),
  passwordReset: z
    .boolean()
    .default(true)
    .describe(
      'Whether people who forgot their password may choose another one themselves: by a link mailed to an address that they confirmed a week ago or earlier, and their second factor. Never administrators or the help desk.',
    ),
  remember: remembered
    .optional()
    .describe(
      'How long a browser that has shown a second factor need not show one again: `30d`. Only where its owner asks for it, and never where a rule asks for more. Without it, never.',
    ),
  renewPassword: z
    .array(z.enum(passwordMarks))
    .default([...passwordMarks])
    .describe(
      'Whose password is changed inside the next sign-in, before anything comes of it: accounts with one of these marks. `weak` is found by itself, too. With `[]` nobody is made to.',
    ),
  strengths: strengths
    .default({})
    .describe(
      'Own names for what is needed, beside `mfa`, `passwordless`, `phishing-resistant`, `hardware-bound`.',
    ),
  classes: classDemands
    .default(usualDemands)
    .describe(
      'What each class of applications should be worth: the coverage proof holds every way in against it. It demands nothing by itself.',
    ),
  rules: rules
    .default([])
    .describe('For whom, for what and whence something is needed on top. The most demanding wins.'),
})

export type PolicyConfig = z.infer<typeof policyConfig>

export interface Policy extends PolicyConfig {
  /** The rules that fit, each with what it demands. */
  readonly fitting: (facts: Facts) => readonly RuleDemand[]
  /** Milliseconds for which a browser may be remembered where no rule says less; 0: never. */
  readonly rememberedFor: number
  /** Those that are in force, of all accounts. */
  readonly exceptions: readonly Exception[]
  /** Those that are meant in these circumstances. */
  readonly exceptionsFor: (circumstances: Circumstances | undefined) => readonly Exception[]
  /** Some rule asks whether a browser is known; nobody looks it up otherwise. */
  readonly asksDevice: boolean
  /** Some rule asks from which country somebody comes; nobody looks it up otherwise. */
  readonly asksCountries: boolean
  /** Something may be put off; nobody looks up what was otherwise. */
  readonly asksDeferrals: boolean
  /** Some rule speaks of marks; what they rest on is not looked up for full sessions otherwise. */
  readonly asksMarks: boolean
  /** Some rule speaks of groups; nobody looks them up otherwise. */
  readonly asksGroups: boolean
  /** Whom and what rules call by name, as names count: all others are alike to them. */
  readonly named: Readonly<
    Record<'accounts' | 'groups' | 'directories' | 'attributes' | 'applications', ReadonlySet<string>>
  >
  /** Changes with every change of what is demanded; completions name the one they were decided under (R3). */
  readonly version: string
}

/** A rule that fits, as a decision needs it. */
export interface RuleDemand {
  readonly rule: Rule
  readonly demand: Demand
  readonly reason: Reason
  /** How long it may wait, and what holds all the same meanwhile. */
  readonly grace?: Deferrable
}

export interface Deferrable {
  readonly terms: Grace
  /** As deferrals name it. */
  readonly name: string
  readonly meanwhile: Demand
  readonly reason: Reason
}

export const noRulebook: Rulebook = Object.freeze({ strengths: {}, rules: [] })

/**
 * The configuration with what was applied beside it, and the exceptions in force. Throws `policy.strength-unknown`
 * where a rule names a strength that nobody has defined, and `policy.name-taken` where both define the same.
 */
export function createPolicy(
  configured: PolicyConfig,
  applied: Rulebook = noRulebook,
  exceptions: readonly Exception[] = [],
): Policy {
  requireOwnNames(configured, applied)
  const config = {
    ...configured,
    strengths: { ...configured.strengths, ...applied.strengths },
    rules: [...configured.rules, ...applied.rules],
  }
  for (const [name, strength] of Object.entries(config.classes))
    if (demandOf(strength, config.strengths) === undefined) throw strengthUnknown({ name, need: strength })
  const { mfa, recovery, passwordReset, remember = null, grace: waits = null, renewPassword } = config
  const said = [mfa, recovery, passwordReset, remember, waits, renewPassword, config.strengths, config.rules]
  const text = JSON.stringify([...said, ...exceptions])
  const version = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return governedBy({ ...config, exceptions, version })
}

/** Whether a policy demands at all what an exception would leave out. */
export function isDemanded(
  { mfa, rules }: Pick<PolicyConfig, 'mfa' | 'rules'>,
  demand: LiftedDemand,
): boolean {
  if (demand === 'mfa.required') return mfa === 'required'
  return rules.some(({ name }) => sameName(name, ruleNamedBy(demand)))
}

/** What the configuration says is never said otherwise by what is applied beside it. */
function requireOwnNames(configured: PolicyConfig, applied: Rulebook): void {
  const rule = applied.rules.find(({ name }) => configured.rules.some((own) => sameName(own.name, name)))
  if (rule) throw nameTaken('rule', rule.name)
  const strength = Object.keys(applied.strengths).find((name) => Object.hasOwn(configured.strengths, name))
  if (strength !== undefined) throw nameTaken('strength', strength)
}

/** As it would be if rules that only report demanded what they say. */
export function withReporting(policy: Policy): Policy {
  const rules = policy.rules.map(({ report: _, ...rule }) => rule)
  return governedBy({ ...policy, rules })
}

/** What holds once every exception is over. */
export function withoutExceptions(policy: Policy): Policy {
  return policy.exceptions.length === 0 ? policy : governedBy({ ...policy, exceptions: [] })
}

/** The same policy with some of its rules: to say what would be needed without the others. It still has its version. */
export function withRules(policy: Policy, keep: (rule: Rule) => boolean): Policy {
  return governedBy({ ...policy, rules: policy.rules.filter(keep) })
}

function governedBy(config: PolicyConfig & Pick<Policy, 'version' | 'exceptions'>): Policy {
  const demands = config.rules
    .map((rule) => ruleDemandOf(rule, config.strengths))
    .filter(({ rule }) => rule.report === undefined)
  const all = demands.map(({ rule }) => rule)
  return {
    ...config,
    fitting: createMatcher(demands),
    rememberedFor: config.remember === undefined ? 0 : millisecondsOf(config.remember),
    exceptionsFor: exceptionsFor(config.exceptions),
    asksDevice: all.some(({ where }) => where?.device !== undefined),
    asksCountries: all.some(({ where }) => (where?.countries ?? where?.outsideCountries) !== undefined),
    asksDeferrals: config.grace !== undefined || all.some((one) => one.grace !== undefined),
    asksMarks: all.some(({ who }) => who?.marks !== undefined),
    asksGroups: all.some(({ who }) => who?.groups !== undefined),
    named: {
      accounts: new Set([
        ...keysOf(config.rules, ({ who }) => [...(who?.accounts ?? []), ...(who?.except ?? [])]),
        ...config.exceptions.map(({ account }) => account),
      ]),
      groups: keysOf(config.rules, ({ who }) => who?.groups ?? []),
      directories: keysOf(config.rules, ({ who }) => who?.directories ?? []),
      attributes: new Set(attributesIn(config.rules)),
      applications: keysOf(config.rules, ({ what }) => what?.applications ?? []),
    },
  }
}

function keysOf(all: readonly Rule[], names: (rule: Rule) => readonly string[]): ReadonlySet<string> {
  return new Set(all.flatMap(names).map(keyOf))
}

function ruleDemandOf(rule: Rule, own: PolicyConfig['strengths']): RuleDemand {
  const demand = demandOf(rule.need, own)
  if (!demand) throw strengthUnknown(rule)
  const reason = { id: `rule:${rule.name}`, text: rule.says ?? `A rule asks for it: ${rule.name}.` }
  return { rule, demand, reason, ...(rule.grace ? { grace: deferrable(rule, rule.grace, demand) } : {}) }
}

/** Only what would have to be set up may wait; what must not be shown, and who does not come in, holds at once. */
function deferrable(rule: Rule, terms: Grace, demand: Demand): Deferrable {
  return {
    terms,
    name: deferredRule(rule.name),
    meanwhile: { ...demand, assurance: 1, phishingResistant: false, userVerified: false },
    reason: {
      id: `grace:${rule.name}`,
      text: `A rule asks for more, and that is put off for now: ${rule.name}.`,
    },
  }
}

/** All that may be put off under a policy, as deferrals name it; rules that only report, too: they may act tomorrow. */
export function deferrableIn(config: PolicyConfig): readonly string[] {
  return gracesIn(config).map(([name]) => name)
}

/** The same, each with how long it may wait. */
export function gracesIn({
  grace: everybodys,
  rules: all,
}: PolicyConfig): readonly (readonly [string, Grace])[] {
  const ruled = all.flatMap((rule) => (rule.grace ? [[deferredRule(rule.name), rule.grace] as const] : []))
  return everybodys ? [['mfa.required', everybodys], ...ruled] : ruled
}

/** How deferrals call a rule: whoever writes its name otherwise begins nothing anew. */
function deferredRule(name: string): string {
  return `rule:${name.toLowerCase()}`
}
