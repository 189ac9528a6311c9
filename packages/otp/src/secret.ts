import type { Algorithm } from './algorithm.ts'
import { hashOf } from './algorithm.ts'
import { decodeBase32 } from './base32.ts'
import { secretTooLong, secretTooShort } from './errors.ts'

/** A shared secret: its bytes, or Base32 as people type it. */
export type Secret = Uint8Array | string

/** RFC 4226 §4 R6: a secret has at least 128 bits; it recommends 160. */
export const MIN_SECRET_BYTES = 16

/** Far more than any token carries; a bound for hostile input. */
export const MAX_SECRET_BYTES = 1024

export interface SecretOptions {
  /** Takes secrets under 128 bits, for tokens that were issued elsewhere and cannot be replaced. Never for new ones. */
  readonly allowShortSecret?: boolean
}

/** Random bytes as long as the hash: 20, 32 or 64. RFC 6238 §5.1. */
export function createSecret(algorithm: Algorithm = 'SHA1'): Uint8Array {
  return globalThis.crypto.getRandomValues(new Uint8Array(hashOf(algorithm).digestWords * 4))
}

/** The bytes of a secret, refused when it is shorter than RFC 4226 §4 R6 allows. */
export function readSecret(secret: Secret, options: SecretOptions = {}): Uint8Array {
  if (secret.length > MAX_SECRET_BYTES * 2) throw secretTooLong(MAX_SECRET_BYTES)
  const bytes = typeof secret === 'string' ? decodeBase32(secret) : secret
  const minimum = options.allowShortSecret ? 1 : MIN_SECRET_BYTES
  if (bytes.length < minimum) throw secretTooShort(bytes.length, minimum)
  if (bytes.length > MAX_SECRET_BYTES) throw secretTooLong(MAX_SECRET_BYTES)
  return bytes
}
