import { couldGive, type Demand } from './demand.ts'
import type { ConfirmedAuthenticator, Facts } from './facts.ts'

/**
 * Whether what is confirmed can reach what is demanded at all. Where not, something must be enrolled first: on a first
 * factor or by invitation where there is no second one, and after all that the account has where that is not strong
 * enough.
 */
export type SetUp = 'none' | 'needed' | 'by-invitation' | 'stronger'

/** What must be set up under a demand. One factor alone asks for nothing that everybody has not. */
export function setUpFor(facts: Facts, demand: Demand): SetUp {
  const held = demand.assurance > 1 || demand.phishingResistant || demand.userVerified
  return held ? setUpOf(facts, demand) : 'none'
}

/** On a password alone only the first second factor may be enrolled, and not where R2 forbids it. */
function setUpOf(facts: Facts, demand: Demand): SetUp {
  if (facts.confirmed === 'unknown') return 'by-invitation'
  if (reaches(facts.confirmed, demand)) return 'none'
  // What cannot be phished and is good elsewhere only sets the bar, and cannot be shown here (R1).
  if (hasSecondFactor(facts.confirmed))
    return strongestOf(facts.elsewhere ?? []).length > 0 ? 'by-invitation' : 'stronger'
  if (facts.invited) return 'needed'
  if (hasSecondFactor(facts.elsewhere ?? [])) return 'by-invitation'
  return isTrusted(facts) ? 'needed' : 'by-invitation'
}

/** Of whom R2 asks no more than of everybody. */
export function isTrusted({ role, marks }: Facts): boolean {
  return role === 'person' && marks !== 'unknown' && marks.length === 0
}

/** Whether one of what was ever confirmed could be enough, as far as its kind tells; in whatever state it is now (R1). */
function reaches(confirmed: readonly ConfirmedAuthenticator[], demand: Demand): boolean {
  return confirmed.some((one) => one.role === 'factor' && one.kinds.includes('has') && couldGive(demand, one))
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

/** Whether a second factor was ever confirmed. Recovery codes alone are none (V-46). */
export function hasSecondFactor(confirmed: readonly ConfirmedAuthenticator[]): boolean {
  return confirmed.some((one) => one.role === 'factor' && one.kinds.includes('has'))
}
