import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Seal } from './audit.ts'
import type { LaneHead } from './merkle.ts'

/** What comes before the seed in the PKCS #8 form of an Ed25519 key (RFC 8410 §7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The pair that signs seals, from a seed of 256 bits. */
export interface SealKey {
  /** First 16 hex digits of the SHA-256 of the public key: what an auditor pins. */
  readonly id: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

export function sealKeyOf(seed: Uint8Array): SealKey {
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicKey = createPublicKey(privateKey)
  const der = publicKey.export({ format: 'der', type: 'spki' })
  return { id: createHash('sha256').update(der).digest('hex').slice(0, 16), privateKey, publicKey }
}

/** What a seal says; the hash of it is signed, and is what the next seal refers to. */
export type SealContent = Pick<Seal, 'number' | 'at' | 'root' | 'previous'> & {
  readonly heads: readonly LaneHead[]
}

export function sealHash(content: SealContent): string {
  const heads = content.heads.map((head) => [head.lane, head.batches, head.rows, head.hash, head.settled])
  const text = JSON.stringify([
    'sallyport audit seal',
    content.number,
    content.at,
    content.root,
    content.previous,
    heads,
  ])
  return createHash('sha256').update(text).digest('hex')
}

/** Ed25519 (RFC 8032) over the hash, in hex. */
export function signSeal(key: SealKey, hash: string): string {
  return sign(null, Buffer.from(hash, 'hex'), key.privateKey).toString('hex')
}

export function isSignedBy(key: SealKey, hash: string, signature: string): boolean {
  return verify(null, Buffer.from(hash, 'hex'), key.publicKey, Buffer.from(signature, 'hex'))
}
