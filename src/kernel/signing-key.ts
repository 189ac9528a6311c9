import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** What comes before the seed in the PKCS #8 form of an Ed25519 key (RFC 8410 §7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** An Ed25519 pair (RFC 8032). */
export interface SigningKey {
  /** SHA-256 of the public key, in hex: what an auditor pins. */
  readonly fingerprint: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

/** The pair of a seed of 256 bits. */
export function signingKeyOf(seed: Uint8Array): SigningKey {
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicKey = createPublicKey(privateKey)
  return { fingerprint: fingerprintOf(publicKey), privateKey, publicKey }
}

export function fingerprintOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('hex')
}

/** In hex. `hash`: what is signed, in hex. */
export function signHash({ privateKey }: Pick<SigningKey, 'privateKey'>, hash: string): string {
  return sign(null, Buffer.from(hash, 'hex'), privateKey).toString('hex')
}

export function isSignedBy(publicKey: KeyObject, hash: string, signature: string): boolean {
  return verify(null, Buffer.from(hash, 'hex'), publicKey, Buffer.from(signature, 'hex'))
}
