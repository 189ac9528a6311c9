import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { encodeCbor, type Writable } from './cbor-writer.ts'

export type KeyPairAlgorithm = 'ES256' | 'EdDSA' | 'RS256'

/** The key pair of one simulated credential. */
export interface KeyPair {
  readonly algorithm: KeyPairAlgorithm
  /** COSE's number. */
  readonly alg: number
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
  /** The public key as COSE_Key. */
  cose(): Uint8Array
  sign(data: Uint8Array): Uint8Array
}

export function newKeyPair(algorithm: KeyPairAlgorithm = 'ES256'): KeyPair {
  return keyPairOf(algorithm, generate(algorithm).privateKey)
}

/** One that was kept. */
export function keyPairOf(algorithm: KeyPairAlgorithm, privateKey: KeyObject): KeyPair {
  const publicKey = createPublicKey(privateKey)
  return {
    algorithm,
    alg: numbers[algorithm],
    publicKey,
    privateKey,
    cose: () => coseKey(publicKey),
    sign: (data) => new Uint8Array(sign(algorithm === 'EdDSA' ? null : 'sha256', data, privateKey)),
  }
}

const numbers = { ES256: -7, EdDSA: -8, RS256: -257 } as const

/** A public key as COSE_Key (RFC 9052 §7). */
export function coseKey(publicKey: KeyObject): Uint8Array {
  const jwk = publicKey.export({ format: 'jwk' })
  const number = (text: string | undefined) => new Uint8Array(Buffer.from(text ?? '', 'base64url'))
  const entries: Readonly<Record<string, readonly [number, Writable][]>> = {
    EC: [
      [1, 2],
      [3, numbers.ES256],
      [-1, 1],
      [-2, number(jwk.x)],
      [-3, number(jwk.y)],
    ],
    OKP: [
      [1, 1],
      [3, numbers.EdDSA],
      [-1, 6],
      [-2, number(jwk.x)],
    ],
    RSA: [
      [1, 3],
      [3, numbers.RS256],
      [-1, number(jwk.n)],
      [-2, number(jwk.e)],
    ],
  }
  return encodeCbor(new Map(entries[jwk.kty ?? '']))
}

function generate(algorithm: KeyPairAlgorithm) {
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' })
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519')
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}
