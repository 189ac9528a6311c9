import { createPublicKey, type KeyObject, verify, type webcrypto } from 'node:crypto'
import { asBytes, asMap, type CborMap, decodeCbor } from './cbor.ts'
import { checkFailed } from './errors.ts'

/** Signature algorithms by their names in the configuration; `id` is COSE's (RFC 9053, RFC 8812, RFC 9864). */
const algorithms = {
  ES256: { id: -7, hash: 'sha256', type: 'ec', read: (key: CborMap) => ellipticCurve(key, 1, 'P-256', 32) },
  ES384: { id: -35, hash: 'sha384', type: 'ec', read: (key: CborMap) => ellipticCurve(key, 2, 'P-384', 48) },
  ES512: { id: -36, hash: 'sha512', type: 'ec', read: (key: CborMap) => ellipticCurve(key, 3, 'P-521', 66) },
  EdDSA: { id: -8, hash: null, type: 'ed25519', read: (key: CborMap) => edwardsCurve(key, 6, 'Ed25519', 32) },
  Ed448: { id: -53, hash: null, type: 'ed448', read: (key: CborMap) => edwardsCurve(key, 7, 'Ed448', 57) },
  RS256: { id: -257, hash: 'sha256', type: 'rsa', read: rsa },
} as const

export type AlgorithmName = keyof typeof algorithms

export const algorithmNames = Object.keys(algorithms) as [AlgorithmName, ...AlgorithmName[]]

/** COSE's number of an algorithm. */
export function coseId(name: AlgorithmName): number {
  return algorithms[name].id
}

/** The algorithm of a COSE number, among those given; undefined where there is none. */
export function algorithmOf(id: unknown, among: readonly AlgorithmName[]): AlgorithmName | undefined {
  return among.find((name) => algorithms[name].id === id)
}

/** The name of the hash that an algorithm signs; undefined where it hashes by itself. */
export function hashOf(name: AlgorithmName): 'sha256' | 'sha384' | 'sha512' | undefined {
  return algorithms[name].hash ?? undefined
}

/** A credential's public key, of an algorithm that was offered and well-formed on its curve. */
export interface PublicKey {
  readonly algorithm: AlgorithmName
  readonly key: KeyObject
}

/** Reads a COSE key. Throws the checks `algorithm` and `public-key`. */
export function publicKeyFromCose(bytes: Uint8Array, offered: readonly AlgorithmName[]): PublicKey {
  const cose = asMap(decodeCbor(bytes))
  const algorithm = algorithmOf(cose.get(labels.alg), offered)
  if (!algorithm) throw checkFailed('algorithm', 'the key is for an algorithm that was not offered')
  return { algorithm, key: keyFrom(algorithms[algorithm].read(cose)) }
}

/** Whether a signature fits. ECDSA signatures must be DER to the letter; OpenSSL refuses the rest. */
export function isSigned({ algorithm, key }: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
  const { hash, type } = algorithms[algorithm]
  if (key.asymmetricKeyType !== type) return false
  try {
    return verify(hash, data, key, signature)
  } catch {
    return false
  }
}

/** Labels of a COSE key; those below zero mean different things for each kind of key. */
const labels = { kty: 1, alg: 3, crv: -1, x: -2, y: -3, n: -1, e: -2 } as const
const kinds = { okp: 1, ec2: 2, rsa: 3 } as const

function ellipticCurve(key: CborMap, curve: number, crv: string, size: number): webcrypto.JsonWebKey {
  requireKind(key, kinds.ec2, curve)
  return { kty: 'EC', crv, x: coordinate(key, labels.x, size), y: coordinate(key, labels.y, size) }
}

function edwardsCurve(key: CborMap, curve: number, crv: string, size: number): webcrypto.JsonWebKey {
  requireKind(key, kinds.okp, curve)
  return { kty: 'OKP', crv, x: coordinate(key, labels.x, size) }
}

/** At least 2048 bits, and the public exponent that everybody uses (ASVS 11.6.1). */
function rsa(key: CborMap): webcrypto.JsonWebKey {
  requireKind(key, kinds.rsa)
  const [n, e] = [asBytes(key.get(labels.n)), asBytes(key.get(labels.e))]
  if (n.length < 256 || n.length > 1024 || n[0] === 0) throw badKey('has a modulus of a strange length')
  if (Buffer.from(e).toString('hex') !== '010001') throw badKey('has a strange exponent')
  return { kty: 'RSA', n: base64url(n), e: base64url(e) }
}

function requireKind(key: CborMap, kind: number, curve?: number): void {
  if (key.get(labels.kty) !== kind) throw badKey('is of another kind than its algorithm')
  if (curve !== undefined && key.get(labels.crv) !== curve) throw badKey('lies on another curve')
}

function coordinate(key: CborMap, label: number, size: number): string {
  const bytes = asBytes(key.get(label))
  if (bytes.length !== size) throw badKey('has a coordinate of a strange length')
  return base64url(bytes)
}

/** OpenSSL takes no point that is not on the curve. */
function keyFrom(jwk: webcrypto.JsonWebKey): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch (cause) {
    throw badKey('is not well-formed', cause)
  }
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

function badKey(why: string, cause?: unknown) {
  return checkFailed('public-key', `the key ${why}`, cause)
}
