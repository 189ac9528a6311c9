import { couldGive, type Demand, join, noDemand } from './demand.ts'
import { type Exception, exceptionReason, lifts } from './exception.ts'
import type { ConfirmedAuthenticator, Facts } from './facts.ts'
import type { Policy, RuleDemand } from './policy.ts'
import { type Reason, type ReasonId, reason } from './reasons.ts'

/** What an attempt must show, and why. */
export interface Requirement extends Demand {
  /** Whether one proof at least must have been made from the transaction itself. */
  readonly signed?: boolean
  /**
   * Whether what is confirmed can reach that at all. Where not, something must be enrolled first: on a first factor or
   * by invitation where there is no second one, and after all that the account has where that is not strong enough.
   */
  readonly enrolment: 'none' | 'needed' | 'by-invitation' | 'stronger'
  readonly because: readonly Reason[]
  /** Those without which more would be needed. */
  readonly exceptions: readonly Exception[]
  /** Of the policy that says so. */
  readonly policyVersion: string
}

/**
 * What is needed = what policy demands ∪ what the account has itself enrolled (G11). Pure and total: every set of
 * facts has an answer, and the unknown demands (R15). One more rule never lowers what is needed.
 */
export function decide(policy: Policy, facts: Facts): Requirement {
  const { demand: ruled, fitting, required, exceptions } = ruledBy(policy, facts, policy.mfa === 'required')
  const demands = demandsOf(required, facts)
  const because = demands.map(reason)
  const assurance = because.length > 0 && ruled.assurance < 2 ? 2 : ruled.assurance
  const bar = facts.changes === true && strongestOf(facts.confirmed).length > 0
  const phishingResistant = ruled.phishingResistant || bar
  const asked: Demand = { ...ruled, assurance, phishingResistant }
  const held = assurance > 1 || phishingResistant || ruled.userVerified
  const enrolment = held ? enrolmentOf(facts, asked) : 'none'
  const remembered = enrolment === 'none' ? rememberedFor(policy, facts, asked, demands) : 0
  const demand: Demand = { ...asked, remembered }
  if (bar) because.push(reason('bar.phishing-resistant'))
  if (facts.approves) because.push(reason('transaction.signed'))
  if (enrolment === 'by-invitation') because.push(reason('enrol.invitation'))
  if (enrolment === 'stronger') because.push(reason('enrol.stronger'))
  for (const one of fitting) because.push(one.reason)
  for (const one of exceptions) because.push(exceptionReason(one))
  return {
    ...demand,
    signed: facts.approves === true,
    enrolment,
    because,
    exceptions,
    policyVersion: policy.version,
  }
}

/** The factors of an account that cannot be phished, usable or not (R1): changes ask for one of them (G10). */
export function strongestOf(confirmed: Facts['confirmed']): readonly string[] {
  if (confirmed === 'unknown') return []
  return confirmed.filter((one) => one.phishingResistant).map((one) => one.factor)
}

/** The level that an account's own authenticators set, usable or not (R1): what G10 asks for before a change. */
export function barOf(confirmed: Facts['confirmed']): 1 | 2 {
  if (confirmed === 'unknown') return 2
  return hasSecondFactor(confirmed) ? 2 : 1
}

function demandsOf(required: boolean, facts: Facts): ReasonId[] {
  const demands: ReasonId[] = []
  if (required) demands.push('mfa.required')
  if (facts.role === 'administrator' || facts.role === 'help-desk') demands.push('mfa.administrators')
  if (facts.marks !== 'unknown' && facts.marks.length > 0) demands.push('mfa.marked')
  if (facts.confirmed !== 'unknown' && hasSecondFactor(facts.confirmed)) demands.push('mfa.enrolled')
  if (isUnknown(facts)) demands.push('mfa.unknown')
  return demands
}

/** Demands that no remembered browser ever meets. */
const neverRemembered: ReadonlySet<ReasonId> = new Set([
  'mfa.administrators',
  'mfa.marked',
  'mfa.unknown',
] as const)

/** For how long a browser need not show a second factor again: never where more than two factors are asked for. */
function rememberedFor(
  policy: Policy,
  facts: Facts,
  asked: Demand,
  demands: readonly ReasonId[],
): Demand['remembered'] {
  const more = asked.assurance === 3 || asked.phishingResistant || asked.userVerified
  if (more || facts.changes || facts.approves || demands.some((id) => neverRemembered.has(id))) return 0
  return demands.length === 0 ? asked.remembered : Math.min(asked.remembered, policy.rememberedFor)
}

function isUnknown({ role, marks, applicationClass, confirmed }: Facts): boolean {
  return [role, marks, applicationClass, confirmed].includes('unknown')
}

/** On a password alone only the first second factor may be enrolled, and not where R2 forbids it. */
function enrolmentOf(facts: Facts, demand: Demand): Requirement['enrolment'] {
  if (facts.confirmed === 'unknown') return 'by-invitation'
  if (hasSecondFactor(facts.confirmed)) {
    if (reaches(facts.confirmed, demand)) return 'none'
    // What cannot be phished and is good elsewhere only sets the bar, and cannot be shown here (R1).
    return strongestOf(facts.elsewhere ?? []).length > 0 ? 'by-invitation' : 'stronger'
  }
  if (facts.invited) return 'needed'
  if (hasSecondFactor(facts.elsewhere ?? [])) return 'by-invitation'
  const trusted = facts.role === 'person' && facts.marks !== 'unknown' && facts.marks.length === 0
  return trusted ? 'needed' : 'by-invitation'
}

/** Whether one of what was ever confirmed could be enough, as far as its kind tells; in whatever state it is now (R1). */
function reaches(confirmed: readonly ConfirmedAuthenticator[], demand: Demand): boolean {
  return confirmed.some((one) => one.role === 'factor' && one.kinds.includes('has') && couldGive(demand, one))
}

/** Whether a second factor was ever confirmed. Recovery codes alone are none (V-46). */
function hasSecondFactor(confirmed: readonly ConfirmedAuthenticator[]): boolean {
  return confirmed.some((one) => one.role === 'factor' && one.kinds.includes('has'))
}

/**
 * What a door that sees one typed code may claim: one factor, and no more (R7). What rules demand holds all the same,
 * so that where they ask for two it lets nobody in.
 */
export function decideSingle(policy: Policy, facts: Facts): Requirement {
  const { demand, fitting, exceptions } = ruledBy(policy, facts, false)
  const because = [...fitting.map(({ reason: why }) => why), ...exceptions.map(exceptionReason)]
  return { ...demand, enrolment: 'none', because, exceptions, policyVersion: policy.version }
}

/** What is demanded of anybody in such circumstances, whatever the account itself brings. */
interface Ruled {
  /** Of all rules together. Attested hardware cannot be phished. */
  readonly demand: Demand
  readonly fitting: readonly RuleDemand[]
  /** Whether the policy asks everybody for a second factor. */
  readonly required: boolean
  readonly exceptions: readonly Exception[]
}

function ruledBy(policy: Policy, facts: Facts, ofEverybody: boolean): Ruled {
  const { fitting, required, exceptions } = withoutExcepted(policy, facts, ofEverybody)
  if (fitting.length === 0) return { demand: noDemand, fitting, required, exceptions }
  const joined = fitting.reduce((all, { demand }) => join(all, demand), noDemand)
  const demand = joined.assurance === 3 ? { ...joined, phishingResistant: true } : joined
  return { demand, fitting, required, exceptions }
}

/** An exception that leaves out nothing here is none. */
function withoutExcepted(policy: Policy, facts: Facts, required: boolean): Omit<Ruled, 'demand'> {
  const all = policy.fitting(facts)
  const meant = policy.exceptionsFor(facts.circumstances)
  if (meant.length === 0) return { fitting: all, required, exceptions: meant }
  const demanded = [...all.map(({ reason: { id } }) => id), ...(required ? ['mfa.required'] : [])]
  return {
    fitting: all.filter(({ reason: { id } }) => !meant.some((one) => lifts(one, id))),
    required: required && !meant.some((one) => lifts(one, 'mfa.required')),
    exceptions: meant.filter((one) => demanded.some((id) => lifts(one, id))),
  }
}
