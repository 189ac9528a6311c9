import type { Assurance } from './assurance.ts'
import type { ConfirmedAuthenticator, Facts } from './facts.ts'
import type { Policy } from './policy.ts'
import { type Reason, type ReasonId, reason } from './reasons.ts'

/** What an attempt must show, and why. */
export interface Requirement {
  readonly assurance: Exclude<Assurance, 0>
  /** Whether one proof at least must be of what cannot be phished. */
  readonly phishingResistant: boolean
  /** Whether one proof at least must have been made from the transaction itself. */
  readonly signed?: boolean
  /** Whether what is confirmed can reach that assurance at all; where not, something must be enrolled first. */
  readonly enrolment: 'none' | 'needed' | 'by-invitation'
  readonly because: readonly Reason[]
}

/**
 * What is needed = what policy demands ∪ what the account has itself enrolled (G11). Pure and total: every set of
 * facts has an answer, and the unknown demands (R15).
 */
export function decide(policy: Policy, facts: Facts): Requirement {
  const demands = demandsOf(policy, facts)
  const assurance = demands.length > 0 ? 2 : 1
  const enrolment = assurance === 2 ? enrolmentOf(facts) : 'none'
  const phishingResistant = facts.changes === true && strongestOf(facts.confirmed).length > 0
  const because: ReasonId[] = [
    ...demands,
    ...(phishingResistant ? (['bar.phishing-resistant'] as const) : []),
    ...(facts.approves ? (['transaction.signed'] as const) : []),
    ...(enrolment === 'by-invitation' ? (['enrol.invitation'] as const) : []),
  ]
  const signed = facts.approves === true
  return { assurance, phishingResistant, signed, enrolment, because: because.map(reason) }
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

function demandsOf(policy: Policy, facts: Facts): ReasonId[] {
  const demands: ReasonId[] = []
  if (policy.mfa === 'required') demands.push('mfa.required')
  if (facts.role === 'administrator' || facts.role === 'help-desk') demands.push('mfa.administrators')
  if (facts.marks !== 'unknown' && facts.marks.length > 0) demands.push('mfa.marked')
  if (facts.confirmed !== 'unknown' && hasSecondFactor(facts.confirmed)) demands.push('mfa.enrolled')
  const unknown = [facts.role, facts.marks, facts.applicationClass, facts.confirmed].includes('unknown')
  if (unknown) demands.push('mfa.unknown')
  return demands
}

/** On a password alone only the first second factor may be enrolled, and not where R2 forbids it. */
function enrolmentOf(facts: Facts): Requirement['enrolment'] {
  if (facts.confirmed === 'unknown') return 'by-invitation'
  if (hasSecondFactor(facts.confirmed)) return 'none'
  if (facts.invited) return 'needed'
  if (hasSecondFactor(facts.elsewhere ?? [])) return 'by-invitation'
  const trusted = facts.role === 'person' && facts.marks !== 'unknown' && facts.marks.length === 0
  return trusted ? 'needed' : 'by-invitation'
}

/** Whether a second factor was ever confirmed. Recovery codes alone are none (V-46). */
function hasSecondFactor(confirmed: readonly ConfirmedAuthenticator[]): boolean {
  return confirmed.some((one) => one.role === 'factor' && one.kinds.includes('has'))
}

/** What a door that sees one typed code may claim: one factor, and no more (R7). */
export const singleFactor: Requirement = Object.freeze({
  assurance: 1,
  phishingResistant: false,
  enrolment: 'none',
  because: [],
})
