import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { encodeCbor, type Writable } from './cbor-writer.ts'

export type KeyPairAlgorithm = 'ES256' | 'EdDSA' | 'RS256'

/** The key pair of one simulated credential; it lives as long as the process. */
export interface KeyPair {
  readonly algorithm: KeyPairAlgorithm
  /** COSE's number. */
  readonly alg: number
  readonly publicKey: KeyObject
  /** The public key as COSE_Key. */
  cose(): Uint8Array
  sign(data: Uint8Array): Uint8Array
}

export function newKeyPair(algorithm: KeyPairAlgorithm = 'ES256'): KeyPair {
  const { publicKey, privateKey } = generate(algorithm)
  const jwk = publicKey.export({ format: 'jwk' })
  const number = (text: string | undefined) => new Uint8Array(Buffer.from(text ?? '', 'base64url'))
  const entries: Readonly<Record<KeyPairAlgorithm, readonly [number, Writable][]>> = {
    ES256: [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, number(jwk.x)],
      [-3, number(jwk.y)],
    ],
    EdDSA: [
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, number(jwk.x)],
    ],
    RS256: [
      [1, 3],
      [3, -257],
      [-1, number(jwk.n)],
      [-2, number(jwk.e)],
    ],
  }
  return {
    algorithm,
    alg: { ES256: -7, EdDSA: -8, RS256: -257 }[algorithm],
    publicKey,
    cose: () => encodeCbor(new Map(entries[algorithm])),
    sign: (data) => new Uint8Array(sign(algorithm === 'EdDSA' ? null : 'sha256', data, privateKey)),
  }
}

function generate(algorithm: KeyPairAlgorithm) {
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' })
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519')
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}
