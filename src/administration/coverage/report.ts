import { createHash, createPublicKey } from 'node:crypto'
import { z } from 'zod'
import { buildDigest } from '../../kernel/build-digest.ts'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { SallyportError } from '../../kernel/errors.ts'
import { fingerprintOf, isSignedBy, type SigningKey, signHash } from '../../kernel/signing-key.ts'
import { parseStrictJson } from '../../kernel/strict-json.ts'
import type { Coverage } from './prove.ts'
import { coverageShape, coveredApplicationShape, wayShape } from './shape.ts'

/** A newer version may say more of each; what is there is what was signed. */
const report = z.looseObject({
  ...coverageShape,
  applications: z.array(z.looseObject(coveredApplicationShape)),
  ways: z.array(z.looseObject(wayShape)),
  at: z.number().int(),
  policy: z.object({ version: z.string(), revision: z.number().int() }),
  registry: z.string(),
  build: z.string(),
  /** Hash of the report before; null where there was none. */
  predecessor: z.string().nullable(),
})

/** A coverage with what it was computed from, for others to keep (R20). */
export interface Report extends Coverage {
  /** Digest of the program that computed it. */
  readonly build: string
  /** Hash of the report before; null where there was none. */
  readonly predecessor: string | null
}

/** What was just computed here, as a report. */
export async function reportOf(coverage: Coverage, before: Report | undefined): Promise<Report> {
  return { ...coverage, build: await buildDigest(), predecessor: before ? hashOf(before) : null }
}

export interface SignedReport {
  readonly report: Report
  /** Of the key that signed it; whoever checks it has pinned its fingerprint. */
  readonly publicKey: string
  /** Ed25519 over the SHA-256 of the report's canonical JSON (RFC 8032, RFC 8785), in hex. */
  readonly signature: string
}

export const signedReport = z.strictObject({
  report,
  publicKey: z.string(),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
})

export function hashOf(value: object): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

export function signReport(key: SigningKey, value: Report): SignedReport {
  const publicKey = key.publicKey.export({ format: 'pem', type: 'spki' }).toString()
  return { report: value, publicKey, signature: signHash(key, hashOf(value)) }
}

/**
 * A report whose signature is good under the pinned key. Throws `coverage.unreadable`, `coverage.wrong-key` where
 * another key signed it, and `coverage.wrong-signature` where it was changed since. Needs nothing of an installation.
 */
export function readReport(text: string, pinned: string): Report {
  const given = jsonOf(text)
  if (!isSignedReport(given)) throw unreadable()
  const { report: said, publicKey, signature } = given
  const key = keyOf(publicKey)
  if (key.asymmetricKeyType !== 'ed25519') throw unreadable()
  const fingerprint = fingerprintOf(key)
  if (fingerprint !== pinned.toLowerCase()) throw wrongKey(fingerprint)
  if (!isSignedBy(key, hashOf(said), signature)) throw wrongSignature()
  return said
}

/** As it was given: the signature is over all that stands there, also over what we do not know. */
function isSignedReport(given: unknown): given is SignedReport {
  return signedReport.safeParse(given).success
}

/** Nothing stands there twice: others might read the other one. */
function jsonOf(text: string): unknown {
  try {
    return parseStrictJson(Buffer.from(text))
  } catch {
    return undefined
  }
}

function keyOf(pem: string) {
  try {
    return createPublicKey(pem)
  } catch {
    throw unreadable()
  }
}

function unreadable() {
  return new SallyportError('invalid', 'coverage.unreadable', 'This is not a signed coverage report.')
}

function wrongKey(fingerprint: string) {
  return new SallyportError(
    'forbidden',
    'coverage.wrong-key',
    `Another key signed this report: ${fingerprint}. Somebody else made it, or the installation has a new key.`,
  )
}

function wrongSignature() {
  return new SallyportError(
    'forbidden',
    'coverage.wrong-signature',
    'The report was changed after it was signed.',
  )
}
