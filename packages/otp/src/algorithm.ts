import { unsupportedAlgorithm } from './errors.ts'
import type { HashFunction } from './internal/hash-function.ts'
import { sha1 } from './internal/sha1.ts'
import { sha256 } from './internal/sha256.ts'
import { sha512 } from './internal/sha512.ts'

/** The hash of the HMAC, in the spelling of key URIs. RFC 6238 §1.2. */
export type Algorithm = 'SHA1' | 'SHA256' | 'SHA512'

const hashes: Readonly<Record<Algorithm, HashFunction>> = { SHA1: sha1, SHA256: sha256, SHA512: sha512 }

/** The hash behind a name; refuses other names, whatever the type system was told. */
export function hashOf(algorithm: Algorithm): HashFunction {
  if (!Object.hasOwn(hashes, algorithm)) throw unsupportedAlgorithm(String(algorithm))
  return hashes[algorithm]
}

/** The algorithm that foreign software means by `sha1`, `SHA-1`, `HmacSHA1` and their kin. */
export function readAlgorithm(text: string): Algorithm {
  const name = text.toUpperCase().replace(/^HMAC/, '').replace('-', '')
  if (name === 'SHA1' || name === 'SHA256' || name === 'SHA512') return name
  throw unsupportedAlgorithm(text)
}
