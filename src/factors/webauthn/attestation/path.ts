import type { X509Certificate } from 'node:crypto'
import { type Certificate, oids } from './certificate.ts'
import { contentOf, inside, readDer, smallNumber, tags } from './der.ts'

/** Longer than any that makers or FIDO use. */
const longestPath = 8

/** Critical extensions that are either looked at here and in the formats, or that OpenSSL has looked at. */
const understood = new Set<string>([
  oids.basicConstraints,
  oids.subjectAlternativeName,
  '2.5.29.15',
  '2.5.29.32',
  '2.5.29.37',
])

/**
 * The certificates from the first of a chain to one of the anchors, both included; undefined where no path leads there
 * (RFC 5280 §6.1, without name constraints). Nothing is fetched on the way: whatever a certificate says about where
 * to ask for more comes from whoever sent it.
 */
export function pathToAnchor(
  chain: readonly Certificate[],
  anchors: readonly Certificate[],
  at: number,
): readonly Certificate[] | undefined {
  const path: Certificate[] = []
  const [leaf, ...rest] = chain
  let current = leaf
  while (current && path.length < longestPath && isUsable(current, at)) {
    const here: Certificate = current
    path.push(here)
    if (anchors.some((anchor) => isSame(anchor, here))) return path
    const issuerPosition = path.length
    const anchor = anchors.find((one) => isUsable(one, at) && hasIssued(one, here, issuerPosition))
    if (anchor) return [...path, anchor]
    current = rest.find((one) => !path.includes(one) && hasIssued(one, here, issuerPosition))
  }
  return undefined
}

function isUsable({ x509, extensions }: Certificate, at: number): boolean {
  if (x509.validFromDate.getTime() > at || x509.validToDate.getTime() < at) return false
  if (/md5|sha1/i.test(x509.signatureAlgorithm ?? '')) return isSelfSigned(x509)
  return [...extensions].every(([oid, { critical }]) => !critical || understood.has(oid))
}

/** The signature of a root proves nothing; it is trusted for being configured. */
function isSelfSigned(x509: X509Certificate): boolean {
  return x509.checkIssued(x509)
}

/** `position`: how many certificates stand below the issuer, of which the leaf does not count towards the length. */
function hasIssued(issuer: Certificate, issued: Certificate, position: number): boolean {
  if (!isAuthority(issuer, position - 1)) return false
  return issued.x509.checkIssued(issuer.x509) && issued.x509.verify(issuer.x509.publicKey)
}

function isAuthority({ x509, extensions }: Certificate, below: number): boolean {
  const constraints = extensions.get(oids.basicConstraints)
  if (!x509.ca || !constraints) return false
  const [, length] = inside(readDer(constraints.value))
  return length === undefined || smallNumber(length) >= below
}

function isSame(one: Certificate, other: Certificate): boolean {
  return one.x509.raw.equals(other.x509.raw)
}

/** Whether a certificate says that it may issue others; those that attest a key must not (WebAuthn L3 §8.2.1). */
export function mayIssue({ x509, extensions }: Certificate): boolean {
  const constraints = extensions.get(oids.basicConstraints)
  if (!constraints) return x509.ca
  const [first] = inside(readDer(constraints.value))
  return x509.ca || (first?.tag === tags.boolean && contentOf(first, tags.boolean)[0] === 0xff)
}
