import { hash, verify } from 'node:crypto'
import { publicKeyOf } from '../../kernel/public-key.ts'

/** What a phone is found by: SHA-256 of its public key. */
export function nameOfKey(key: string): string {
  return hash('sha256', bytesOf(key), 'base64url')
}

/** Whether the holder of this key has signed this text. A point that is not on the curve has signed nothing (G6). */
export function isSignedBy(key: string, text: string, signature: string): boolean {
  try {
    return verify(
      'sha256',
      Buffer.from(text, 'utf8'),
      { key: keyOf(key), dsaEncoding: 'ieee-p1363' },
      bytesOf(signature),
    )
  } catch {
    return false
  }
}

/** What stands before an uncompressed point in the SubjectPublicKeyInfo of a P-256 key (RFC 5480 §2). */
const beforePoint = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')

function keyOf(key: string) {
  return publicKeyOf(Buffer.concat([beforePoint, bytesOf(key)]).toString('base64'))
}

function bytesOf(base64url: string): Buffer {
  return Buffer.from(base64url, 'base64url')
}
