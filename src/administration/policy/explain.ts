import type { Account, Name } from '../../accounts/index.ts'
import { accountNotFound, attributeOf } from '../../accounts/index.ts'
import { type Application, applicationNotFound } from '../../applications/index.ts'
import { countryOf, inScope } from '../../authentication/index.ts'
import type { Authenticator } from '../../authenticators/index.ts'
import { minuteText } from '../../kernel/minute-text.ts'
import {
  type Circumstances,
  decide,
  describeRule,
  type Known,
  mayRemember,
  type OpenGrace,
  type Policy,
  type Reason,
  type Requirement,
  type Rule,
} from '../../policy/index.ts'
import { sourceBucket } from '../../throttle/index.ts'
import { type Actor, requirePermission } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { couldAnswer, factsFor } from '../holder.ts'
import { looksAtPolicy } from './view.ts'

/** Circumstances to think of. What is left out is not known, and so demands (R15). */
export interface WhatIf {
  readonly account: Name
  /** Our own pages, unless told. */
  readonly application?: Name | undefined
  readonly purpose?: string | undefined
  readonly door?: string | undefined
  /** An address. */
  readonly source?: string | undefined
  /** Instead of what the table says of the address. */
  readonly country?: string | undefined
  readonly device?: 'known' | 'new' | undefined
  /** Epoch milliseconds; now, unless told. */
  readonly at?: number | undefined
}

/**
 * in: what the account has is enough · sets-up: something is set up on the way · invitation: that takes an invitation
 * · stuck: what the account has counts, and none of it can be used now · denied: a rule lets nobody in.
 */
export type Outcome = 'in' | 'sets-up' | 'invitation' | 'stuck' | 'denied'

/** What would be needed, which rules say so, and what would come of it. */
export interface Explanation {
  readonly account: string
  readonly application: string
  readonly outcome: Outcome
  readonly text: string
  readonly need: {
    readonly assurance: number
    readonly phishingResistant: boolean
    readonly userVerified: boolean
    readonly allow?: readonly string[]
    readonly forbid: readonly string[]
    /** The password must be changed first: in the sign-in itself, or, `barred`, in another one before. */
    readonly renewal?: 'due' | 'barred'
    /** Milliseconds that the proofs behind a session may be old. */
    readonly fresh?: number
    /** Milliseconds for which a browser that has shown a second factor need not show one again. */
    readonly remembered?: number
  }
  readonly because: readonly Reason[]
  /** How long what is set up may still be put off: until epoch milliseconds, and how often. */
  readonly grace?: { readonly until?: number; readonly left?: number }
  /** The rules that fit, each in a sentence and as it is written. */
  readonly rules: readonly { readonly name: string; readonly text: string; readonly rule: Rule }[]
  /** What the account could use for it now. */
  readonly with: readonly { readonly factor: string; readonly label: string }[]
  /** From which country, where rules ask and it is known. */
  readonly country?: string | undefined
  /** What was not told, and therefore demanded for. */
  readonly unknown: readonly string[]
}

const texts: Readonly<Record<Outcome, string>> = {
  in: 'Comes in with what the account has.',
  'sets-up': 'Has to set up something more on the way, and then comes in.',
  invitation: 'Has to set up something more, and needs an invitation for it.',
  stuck: 'Has what would count, and cannot use it now. The help desk can reset it.',
  denied: 'Does not come in: a rule denies it.',
}

/** Answers from the functions that decide, over the rows as they are now; nothing is written. */
export async function explainPolicy(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly whatIf: WhatIf },
): Promise<Explanation> {
  requirePermission(input.actor, looksAtPolicy, deps.sessions.requireFresh)
  const { account, application } = await subjectsOf(deps, input.whatIf)
  const [authenticators, groups] = await Promise.all([
    deps.authenticators.ofAccount(account.id),
    deps.groups.listOf(account.id),
  ])
  const holder = { account, authenticators, groups: groups.map(({ key }) => key) }
  const known = factsFor(deps, holder, application)
  const circumstances = { ...known.circumstances, ...told(deps, input.whatIf) }
  const deferrals = deps.policy.asksDeferrals
    ? await deps.deferrals.ofAccount(account.id)
    : ('unknown' as const)
  const { purpose } = circumstances
  const facts = {
    ...known,
    deferrals,
    circumstances,
    changes: purpose === 'step-up',
    approves: purpose === 'transaction',
    unattended: purpose === 'verify',
  }
  const requirement = decide(deps.policy, facts)
  const usable = inScope(authenticators, application).filter((row) => couldAnswer(deps, requirement, row))
  const outcome = outcomeOf(requirement, usable)
  const { assurance, phishingResistant, userVerified, allow, forbid, because, fresh, remembered } =
    requirement
  return {
    account: account.name,
    application: application.name,
    outcome,
    text: textOf(outcome, requirement),
    need: {
      assurance,
      phishingResistant,
      userVerified,
      ...(allow ? { allow: [...allow] } : {}),
      forbid: [...forbid],
      ...(requirement.renewal === 'none' ? {} : { renewal: requirement.renewal }),
      ...(Number.isFinite(fresh) ? { fresh } : {}),
      ...(mayRemember(requirement) ? { remembered } : {}),
    },
    because,
    ...(requirement.grace ? { grace: waitOf(requirement.grace) } : {}),
    rules: deps.policy
      .fitting(facts)
      .map(({ rule }) => ({ name: rule.name, text: describeRule(rule), rule })),
    with: outcome === 'in' ? usable.map(({ factor, label }) => ({ factor, label })) : [],
    ...(isTold(circumstances.country) ? { country: circumstances.country } : {}),
    unknown: [
      ...Object.entries(circumstances).flatMap(([name, value]) => (value === 'unknown' ? [name] : [])),
      ...untoldOf(account, deps.policy),
    ],
  }
}

function textOf(outcome: Outcome, { grace, renewal }: Requirement): string {
  return [
    renewal === 'barred'
      ? 'Does not come in: the password must be changed at a sign-in first.'
      : texts[outcome],
    ...(renewal === 'due' ? ['The password is changed on the way.'] : []),
    ...(grace ? [waitText(grace)] : []),
  ].join(' ')
}

function isTold(value: Known<string> | undefined): value is string {
  return value !== undefined && value !== 'unknown'
}

/** Attributes that rules speak of, and that nobody has told of this account. */
function untoldOf({ attributes }: Account, { named }: Policy): readonly string[] {
  return [...named.attributes].filter((name) => attributeOf(attributes, name) === 'unknown')
}

function waitOf({ until, left }: OpenGrace): NonNullable<Explanation['grace']> {
  return { ...(until === undefined ? {} : { until }), ...(left === undefined ? {} : { left }) }
}

/** How long it may still be put off. */
function waitText({ until, left }: OpenGrace): string {
  const ends = [
    ...(until === undefined ? [] : [`until ${minuteText(until)} UTC`]),
    ...(left === undefined ? [] : [left === 1 ? 'once' : `${left} times`]),
  ]
  return `It may be put off ${ends.join(' or ')}.`
}

async function subjectsOf(
  deps: AdministrationDeps,
  whatIf: WhatIf,
): Promise<{ readonly account: Account; readonly application: Application }> {
  const [account, application] = await Promise.all([
    deps.accounts.findByName(whatIf.account.key),
    whatIf.application ? deps.applications.findByName(whatIf.application.key) : deps.portal(),
  ])
  if (!account) throw accountNotFound()
  if (!application) throw applicationNotFound()
  return { account, application }
}

function told(deps: AdministrationDeps, whatIf: WhatIf): Circumstances {
  const { purpose = 'sign-in', door = 'unknown', device, country, at = deps.storage.clock.now() } = whatIf
  const source = whatIf.source === undefined ? 'unknown' : sourceBucket(whatIf.source)
  const knownDevice: Known<boolean> = device === undefined ? 'unknown' : device === 'known'
  const land = country === undefined ? countryOf(deps, source) : { country }
  return { purpose, door, source, ...land, knownDevice, at }
}

function outcomeOf(requirement: Requirement, usable: readonly Authenticator[]): Outcome {
  if (requirement.deny) return 'denied'
  if (requirement.enrolment === 'by-invitation') return 'invitation'
  if (requirement.enrolment !== 'none') return 'sets-up'
  return usable.length === 0 ? 'stuck' : 'in'
}
