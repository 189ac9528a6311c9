import { type Certificate, isSelfIssued } from './certificate.ts'
import { anyPolicyUntil, explicitPolicyAfter, mappedPoliciesOf, policiesOf } from './extensions.ts'
import { anyPolicy } from './oids.ts'

/** What policies still hold on the way down a path. `any`: nobody has said less yet. */
export interface PolicyState {
  readonly held: ReadonlySet<string> | 'any'
  /** Certificates after which one must be named; 0 is now. */
  readonly explicitAfter: number
  /** Certificates for which "any policy" still counts. */
  readonly anyFor: number
}

const never = Number.MAX_SAFE_INTEGER

export const allPolicies: PolicyState = { held: 'any', explicitAfter: never, anyFor: never }

/**
 * What holds after one more certificate (RFC 5280 §6.1.3 d–f). A policy that an authority maps to another one ends
 * there: mappings are not followed, as with `initial-policy-mapping-inhibit`.
 */
export function policiesAfter(state: PolicyState, certificate: Certificate, isLast: boolean): PolicyState {
  const named = policiesOf(certificate)
  const counts = state.anyFor > 0 || (!isLast && isSelfIssued(certificate))
  const held = named ? narrowed(state.held, named, counts) : new Set<string>()
  return isLast ? atTheEnd({ ...state, held }, certificate) : below({ ...state, held }, certificate)
}

/** The policies that a certificate names itself and that hold on the whole path. */
export function validPolicies(before: PolicyState, certificate: Certificate): ReadonlySet<string> {
  const named = (policiesOf(certificate) ?? []).filter((policy) => policy !== anyPolicy)
  const { held } = before
  return new Set(held === 'any' ? named : named.filter((policy) => held.has(policy)))
}

/** Whether a path may end, or go on, with what holds. */
export function isPermitted({ held, explicitAfter }: PolicyState): boolean {
  return explicitAfter > 0 || held === 'any' || held.size > 0
}

/** "Any policy" is mapped neither from nor to (RFC 5280 §6.1.4 a). */
export function mapsAnyPolicy(certificate: Certificate): boolean {
  return mappedPoliciesOf(certificate).some((pair) => pair.includes(anyPolicy))
}

function narrowed(
  held: PolicyState['held'],
  named: readonly string[],
  anyCounts: boolean,
): PolicyState['held'] {
  if (named.includes(anyPolicy) && anyCounts) return held
  const own = named.filter((policy) => policy !== anyPolicy)
  return new Set(held === 'any' ? own : own.filter((policy) => held.has(policy)))
}

/** RFC 5280 §6.1.5 a and b. */
function atTheEnd(state: PolicyState, certificate: Certificate): PolicyState {
  const demands = explicitPolicyAfter(certificate) === 0
  return { ...state, explicitAfter: demands ? 0 : counted(state.explicitAfter, 1) }
}

function below({ held, explicitAfter, anyFor }: PolicyState, certificate: Certificate): PolicyState {
  const mapped = new Set(mappedPoliciesOf(certificate).map(([from]) => from))
  const step = isSelfIssued(certificate) ? 0 : 1
  return {
    held: held === 'any' ? held : new Set([...held].filter((policy) => !mapped.has(policy))),
    explicitAfter: Math.min(counted(explicitAfter, step), explicitPolicyAfter(certificate) ?? never),
    anyFor: Math.min(counted(anyFor, step), anyPolicyUntil(certificate) ?? never),
  }
}

function counted(left: number, step: number): number {
  return left === never ? never : Math.max(0, left - step)
}
