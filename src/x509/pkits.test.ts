import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Certificate, findPath, type PathFault, readCertificate } from './index.ts'
import { isListed, isListFor, type RevocationList, readRevocationList } from './revocation-list.ts'
import pkits from './vectors/pkits.json' with { type: 'json' }

const at = Date.parse('2026-11-25T12:00:00Z')
const certificates = new Map(Object.entries(pkits.certificates))
const anchors = [read('TrustAnchorRootCertificate')]
const authorities = [...certificates.keys()].filter((name) => !name.endsWith('EE')).flatMap(readable)
const lists = Object.values(pkits.lists).flatMap(readableList)

/** What NIST calls valid and we refuse, each by a decision of ours. */
const refusedByChoice: readonly (readonly [RegExp, string])[] = [
  [/^ValidDSA/, 'DSA is not taken'],
  [/^ValidpathLenConstraintTest(8|14)EE|^ValidonlyContainsCACertsTest13EE/, 'an authority is nobody’s card'],
  [
    /^ValidPolicyMappingTest(1|3|5|6|11)EE|^Valid(SelfIssued)?inhibitPolicyMapping/,
    'mappings of policies are not followed',
  ],
  [/^ValidcRLIssuer|^ValidIDPwithindirectCRL/, 'indirect lists are not read'],
  [/^ValidonlySomeReasons/, 'lists of some reasons are not read'],
  [
    /^ValiddeltaCRLTest5EE/,
    'lists of changes are not read: what is on hold stays so until the next whole list',
  ],
  [/^ValiddistributionPointTest[457]EE/, 'places that are named relative to their issuer are not read'],
  [
    /^ValidSeparateCertificateandCRLKeys|^ValidBasicSelfIssued(NewWithOldTest4|CRLSigningKeyTest6)EE/,
    'a list counts when a key of its path has signed it',
  ],
]

/** What NIST calls invalid and we take: only the list of changes, which is not read, says that it is revoked. */
const takenByChoice = new Set(['InvaliddeltaCRLTest4EE'])

describe('PKITS: each end entity that NIST calls valid or invalid', () => {
  const cases = [...certificates.keys()].filter((name) => /^(Valid|Invalid).*EE$/.test(name))
  for (const name of cases) {
    const choice = refusedByChoice.find(([pattern]) => pattern.test(name))?.[1]
    const taken = takenByChoice.has(name) || (name.startsWith('Valid') && !choice)
    it(`${name} is ${taken ? 'taken' : 'refused'}${choice ? `: ${choice}` : ''}`, () => {
      if (taken) assert.equal(outcome(name), 'valid')
      else assert.notEqual(outcome(name), 'valid')
    })
  }
})

/** Section 4.8, with NIST's test policies by their last number. "Any policy" in an end entity names none. */
const policies: Readonly<Record<string, readonly number[] | PathFault>> = {
  ValidCertificatePathTest1EE: [1],
  AllCertificatesNoPoliciesTest2EE: [],
  DifferentPoliciesTest3EE: [],
  DifferentPoliciesTest4EE: 'policy',
  DifferentPoliciesTest5EE: 'policy',
  OverlappingPoliciesTest6EE: 'authority',
  DifferentPoliciesTest7EE: 'authority',
  DifferentPoliciesTest8EE: 'policy',
  DifferentPoliciesTest9EE: 'policy',
  AllCertificatesSamePoliciesTest10EE: [1, 2],
  AllCertificatesanyPolicyTest11EE: [],
  DifferentPoliciesTest12EE: 'policy',
  AllCertificatesSamePoliciesTest13EE: [1, 2, 3],
  AnyPolicyTest14EE: [1],
  UserNoticeQualifierTest15EE: [1],
  UserNoticeQualifierTest16EE: [1],
  UserNoticeQualifierTest17EE: [],
  UserNoticeQualifierTest18EE: [1],
  UserNoticeQualifierTest19EE: [1],
  CPSPointerQualifierTest20EE: [1],
  inhibitAnyPolicyTest3EE: [1],
}

describe('PKITS: the policies that hold on a path', () => {
  for (const [name, expected] of Object.entries(policies)) {
    it(`${name}: ${expected.length === 0 ? 'none' : String(expected)}`, () => {
      const result = findPath(read(name), { at, anchors, authorities })
      assert.deepEqual(result.found ? [...result.policies].map(numberOf).sort() : result.fault, expected)
    })
  }
})

function numberOf(policy: string): number {
  return Number(policy.replace('2.16.840.1.101.3.2.1.48.', ''))
}

function outcome(name: string): string {
  let certificate: Certificate
  try {
    certificate = read(name)
  } catch {
    return 'malformed'
  }
  const result = findPath(certificate, { at, anchors, authorities })
  if (!result.found) return result.fault
  for (const [place, one] of result.path.slice(0, -1).entries()) {
    const above = result.path.slice(place + 1)
    const own = lists.filter((list) => isListFor(list, one, above) && isFresh(list))
    if (own.length === 0) return 'unknown'
    if (own.some((list) => isListed(list, one.serial))) return 'revoked'
  }
  return 'valid'
}

function isFresh({ thisUpdate, nextUpdate }: RevocationList): boolean {
  return thisUpdate <= at && at <= nextUpdate
}

function read(name: string): Certificate {
  return readCertificate(Buffer.from(certificates.get(name) ?? '', 'base64'))
}

function readable(name: string): readonly Certificate[] {
  try {
    return [read(name)]
  } catch {
    return []
  }
}

function readableList(base64: string): readonly RevocationList[] {
  try {
    return [readRevocationList(Buffer.from(base64, 'base64'))]
  } catch {
    return []
  }
}
