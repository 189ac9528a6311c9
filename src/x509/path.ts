import { type Certificate, isSameCertificate, isSelfIssued } from './certificate.ts'
import { isMalformed } from './errors.ts'
import {
  authorityKeyOf,
  basicConstraintsOf,
  keyUsages,
  mayUseKeyFor,
  purposesOf,
  subjectKeyOf,
} from './extensions.ts'
import { isSameName } from './name.ts'
import { isWithin, type NameConstraints, nameConstraintsOf } from './name-constraints.ts'
import { anyPurpose, extensionOids } from './oids.ts'
import {
  allPolicies,
  isPermitted,
  mapsAnyPolicy,
  type PolicyState,
  policiesAfter,
  validPolicies,
} from './policies.ts'
import { isSignedBy, isStrong, isTaken } from './signed.ts'

export interface PathRules {
  /** Epoch milliseconds. */
  readonly at: number
  readonly anchors: readonly Certificate[]
  /** Certificates of authorities that came along, or that are known here. */
  readonly authorities: readonly Certificate[]
  /**
   * One of what the last certificate must be for, and that authorities which say what they issue for must name, too;
   * undefined where it may be for anything.
   */
  readonly purposes?: readonly string[]
}

/** Why a certificate leads to no anchor, or not in a way that counts. */
export type PathFault =
  | 'untrusted'
  | 'expired'
  | 'not-yet-valid'
  | 'weak'
  | 'purpose'
  | 'authority'
  | 'name'
  | 'policy'
  | 'unknown-extension'
  /** An extension on the way is not what it must be. */
  | 'unreadable'

export type FoundPath =
  | {
      readonly found: true
      /** From the certificate up to its anchor, both included. */
      readonly path: readonly [Certificate, ...Certificate[]]
      /** Policies that the certificate names and that hold on the whole path. */
      readonly policies: ReadonlySet<string>
    }
  | { readonly found: false; readonly fault: PathFault }

const longestPath = 8
/** Signatures that are checked at most: whoever sends many certificates gets no more work out of us. */
const mostSignatures = 32

/**
 * Looks for a path to an anchor and validates it (RFC 5280 §6). Nothing is fetched: what a certificate says about where
 * to get more comes from whoever sent it.
 */
export function findPath(certificate: Certificate, rules: PathRules): FoundPath {
  const search: Search = { rules, signatures: 0, fault: 'untrusted' }
  try {
    return explore(search, [certificate]) ?? { found: false, fault: search.fault }
  } catch (error) {
    if (isMalformed(error)) return { found: false, fault: 'unreadable' }
    throw error
  }
}

interface Search {
  readonly rules: PathRules
  signatures: number
  /** Of the first way that led to an anchor. */
  fault: PathFault
}

type Way = readonly [Certificate, ...Certificate[]]

function explore(search: Search, way: Way): FoundPath | undefined {
  const top = way.at(-1) ?? way[0]
  const { anchors, authorities } = search.rules
  for (const issuer of issuersOf(search, top, anchors)) {
    const result = validate([...way, issuer], search.rules)
    if (result.found) return result
    search.fault = search.fault === 'untrusted' ? result.fault : search.fault
  }
  if (way.length >= longestPath - 1) return undefined
  const fresh = authorities.filter((one) => !way.some((used) => isSameCertificate(used, one)))
  for (const issuer of issuersOf(search, top, fresh)) {
    const found = explore(search, [...way, issuer])
    if (found) return found
  }
  return undefined
}

function issuersOf(
  search: Search,
  issued: Certificate,
  among: readonly Certificate[],
): readonly Certificate[] {
  const wanted = authorityKeyOf(issued)
  const named = among.filter(
    (one) => isSameName(one.subject, issued.issuer) && fits(subjectKeyOf(one), wanted),
  )
  if (named.length > 0 && !isTaken(issued.signed.algorithm)) search.fault = 'weak'
  return named.filter((one) => {
    if (search.signatures >= mostSignatures) return false
    search.signatures++
    return isSignedBy(issued.signed, one.key)
  })
}

function fits(own: Uint8Array | undefined, wanted: Uint8Array | undefined): boolean {
  return !own || !wanted || Buffer.from(own).equals(wanted)
}

/** What is remembered on the way down from the anchor. */
interface Descent {
  readonly constraints: readonly NameConstraints[]
  readonly policies: PolicyState
  /** How many authorities may still follow. */
  readonly pathLength: number
}

function validate(path: Way, rules: PathRules): FoundPath {
  let descent: Descent = { constraints: [], policies: allPolicies, pathLength: longestPath }
  for (const [place, certificate] of [...path.entries()].reverse()) {
    const isLast = place === 0
    const isAnchor = place === path.length - 1
    const fault = faultOf(certificate, rules, descent, { isLast, isAnchor })
    if (fault) return { found: false, fault }
    const policies = isAnchor ? descent.policies : policiesAfter(descent.policies, certificate, isLast)
    if (!isPermitted(policies)) return { found: false, fault: 'policy' }
    if (isLast) return { found: true, path, policies: validPolicies(descent.policies, certificate) }
    descent = { ...descentBelow(descent, certificate, isAnchor), policies }
  }
  return { found: false, fault: 'untrusted' }
}

function faultOf(
  certificate: Certificate,
  rules: PathRules,
  descent: Descent,
  { isLast, isAnchor }: { readonly isLast: boolean; readonly isAnchor: boolean },
): PathFault | undefined {
  if (rules.at < certificate.notBefore) return 'not-yet-valid'
  if (rules.at > certificate.notAfter) return 'expired'
  if (!isStrong(certificate.key)) return 'weak'
  if (!isAnchor && (isLast || !isSelfIssued(certificate)) && !isWithin(certificate, descent.constraints))
    return 'name'
  if (!hasOnlyKnown(certificate)) return 'unknown-extension'
  return isLast ? leafFault(certificate, rules) : authorityFault(certificate, rules, descent, isAnchor)
}

function leafFault(certificate: Certificate, { purposes }: PathRules): PathFault | undefined {
  if (basicConstraintsOf(certificate)?.authority) return 'authority'
  if (!mayUseKeyFor(certificate, keyUsages.digitalSignature)) return 'purpose'
  if (!purposes) return undefined
  return purposesOf(certificate)?.some((purpose) => purposes.includes(purpose)) ? undefined : 'purpose'
}

function authorityFault(
  certificate: Certificate,
  { purposes }: PathRules,
  { pathLength }: Descent,
  isAnchor: boolean,
): PathFault | undefined {
  if (!basicConstraintsOf(certificate)?.authority) return 'authority'
  if (!mayUseKeyFor(certificate, keyUsages.certificateSigning)) return 'authority'
  if (mapsAnyPolicy(certificate)) return 'policy'
  if (!isAnchor && !isSelfIssued(certificate) && pathLength <= 0) return 'authority'
  const own = purposesOf(certificate)
  if (!purposes || !own || own.includes(anyPurpose)) return undefined
  return own.some((purpose) => purposes.includes(purpose)) ? undefined : 'purpose'
}

function descentBelow(
  descent: Descent,
  certificate: Certificate,
  isAnchor: boolean,
): Omit<Descent, 'policies'> {
  const own = nameConstraintsOf(certificate)
  const used = isAnchor || isSelfIssued(certificate) ? 0 : 1
  const limit = basicConstraintsOf(certificate)?.pathLength ?? longestPath
  return {
    constraints: own ? [...descent.constraints, own] : descent.constraints,
    pathLength: Math.min(descent.pathLength - used, limit),
  }
}

/** Extensions that we act upon, or that ask for nothing. A critical one that we do not know refuses the path. */
const known: ReadonlySet<string> = new Set([
  extensionOids.basicConstraints,
  extensionOids.keyUsage,
  extensionOids.purposes,
  extensionOids.otherNames,
  extensionOids.nameConstraints,
  extensionOids.policies,
  extensionOids.policyMappings,
  extensionOids.policyConstraints,
  extensionOids.inhibitAnyPolicy,
  extensionOids.subjectKey,
  extensionOids.authorityKey,
  extensionOids.listPlaces,
])

function hasOnlyKnown({ extensions }: Certificate): boolean {
  return [...extensions].every(([oid, { critical }]) => !critical || known.has(oid))
}
