import { grouped } from '../../kernel/paper-code.ts'
import { equalBytes } from '../../kernel/tokens.ts'
import type { FactorHost } from '../factor.ts'
import { newCode } from './code.ts'
import { type RecoveryCodesData, setSize } from './schema.ts'

type Hashing = Pick<FactorHost, 'mac'>

const saltBytes = 16
const hashBytes = 32

/** Ten new codes: as the person sees them, once, and as we keep them. */
export function issueCodes(host: Hashing & Pick<FactorHost, 'random'>): {
  readonly codes: readonly string[]
  readonly data: RecoveryCodesData
} {
  const salt = host.random.bytes(saltBytes)
  const codes = Array.from({ length: setSize }, () => newCode(host.random))
  const kept = codes.map((code) => ({ hash: toBase64(hashCode(host, salt, code)), spent: false }))
  return { codes: codes.map(grouped), data: { salt: toBase64(salt), codes: kept } }
}

/** Where in the set a code stands, or -1. Compares with each element, found or not, used or not (ASVS 11.2.4). */
export function findCode(host: Hashing, data: RecoveryCodesData, code: string): number {
  const hash = hashCode(host, fromBase64(data.salt), code)
  let found = -1
  data.codes.forEach((kept, index) => {
    if (equalBytes(fromBase64(kept.hash), hash)) found = index
  })
  return found
}

/** The set after one of its codes was used. */
export function withoutCode(data: RecoveryCodesData, index: number): RecoveryCodesData {
  return { ...data, codes: data.codes.map((kept, at) => (at === index ? { ...kept, spent: true } : kept)) }
}

export function codesLeft(data: RecoveryCodesData): number {
  return data.codes.filter((kept) => !kept.spent).length
}

/** Stands in where there is no account or no set, so that a judgement costs the same. No code is in it. */
export const decoySet: RecoveryCodesData = {
  salt: toBase64(new Uint8Array(saltBytes)),
  codes: Array.from({ length: setSize }, () => ({ hash: toBase64(new Uint8Array(hashBytes)), spent: true })),
}

/**
 * HMAC-SHA256 under a key that is not in the database, over salt and code. NIST 3.1.2 and ASVS 6.5.2 ask for a
 * password hash below 112 bits of entropy; these codes have 120, so that a fast hash is enough even for a reader
 * of both database and key. Salt, key and the throttle of guessable factors (N-35) come on top.
 */
function hashCode(host: Hashing, salt: Uint8Array, code: string): Uint8Array {
  return host.mac('recovery-codes', Buffer.concat([salt, Buffer.from(code, 'utf8')]))
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64')
}
