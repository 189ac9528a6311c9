import { refuseFile } from '../problems.ts'
import { childOf, elementAt, type XmlElement } from '../xml.ts'
import { type EncryptedValue, readEncrypted } from './value.ts'

/** Under what the values are encrypted (RFC 6030 §6): a key that was sent apart, or one made of a passphrase. */
export type EncryptionKey =
  | { readonly by: 'key'; readonly name: string }
  | { readonly by: 'passphrase'; readonly derivation: Derivation }

/** PBKDF2, RFC 8018 §5.2. */
export interface Derivation {
  readonly salt: Uint8Array
  readonly iterations: number
  /** Bytes. */
  readonly length: number
  readonly hash: 'sha1' | 'sha256' | 'sha512'
}

/** By what the values are authenticated; `key` is missing where it is the encryption key (RFC 6030 §6.1.1). */
export interface MacMethod {
  readonly hash: 'sha1' | 'sha256' | 'sha512'
  readonly key: EncryptedValue | undefined
}

const aes = 'Ask its maker for a file under a pre-shared key or a passphrase, with AES and a MAC.'

export function readEncryptionKey(element: XmlElement): EncryptionKey {
  const derived = childOf(element, 'DerivedKey')
  if (derived) return { by: 'passphrase', derivation: readDerivation(derived) }
  if (childOf(element, 'X509Data')) refuseFile('it is encrypted for a certificate', aes)
  return { by: 'key', name: elementAt(element, 'KeyName')?.text ?? '' }
}

export function readMacMethod(element: XmlElement): MacMethod {
  const key = childOf(element, 'MACKey')
  return { hash: hmacOf(element.attributes.Algorithm), key: key && readEncrypted(key) }
}

/** More than any maker takes; a bound for a file that only wants to keep us busy. */
const mostIterations = 10_000_000

function readDerivation(derived: XmlElement): Derivation {
  const method = childOf(derived, 'KeyDerivationMethod')
  if (!/#pbkdf2$/i.test(method?.attributes.Algorithm ?? ''))
    refuseFile('its key is derived by something else than PBKDF2', aes)
  const parameters = childOf(method, 'PBKDF2-params')
  const salt = Buffer.from(elementAt(parameters, 'Salt', 'Specified')?.text ?? '', 'base64')
  const iterations = Number(elementAt(parameters, 'IterationCount')?.text)
  const length = Number(elementAt(parameters, 'KeyLength')?.text ?? 16)
  const fits = Number.isInteger(iterations) && iterations > 0 && iterations <= mostIterations
  if (!fits || salt.length === 0 || ![16, 24, 32].includes(length))
    refuseFile('its parameters of PBKDF2 are out of range', aes)
  return { salt, iterations, length, hash: hmacOf(elementAt(parameters, 'PRF')?.attributes.Algorithm) }
}

const hashes = { 'hmac-sha1': 'sha1', 'hmac-sha256': 'sha256', 'hmac-sha512': 'sha512' } as const

/** By the last part of its URI; HMAC-SHA1 where there is none. */
function hmacOf(uri: string | undefined): Derivation['hash'] {
  const name = uri?.split('#').at(-1)?.toLowerCase() ?? 'hmac-sha1'
  return Object.hasOwn(hashes, name)
    ? hashes[name as keyof typeof hashes]
    : refuseFile('its MAC is by another hash than SHA-1, SHA-256 or SHA-512', aes)
}
