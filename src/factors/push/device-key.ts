import { createPublicKey, hash, verify } from 'node:crypto'

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
      { key: publicKeyOf(key), dsaEncoding: 'ieee-p1363' },
      bytesOf(signature),
    )
  } catch {
    return false
  }
}

function publicKeyOf(key: string) {
  const point = bytesOf(key)
  const x = point.subarray(1, 33).toString('base64url')
  const y = point.subarray(33, 65).toString('base64url')
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
}

function bytesOf(base64url: string): Buffer {
  return Buffer.from(base64url, 'base64url')
}
