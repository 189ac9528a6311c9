import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import type { JWK } from 'jose'
import { selfSigned } from '../../certificate.ts'
import type { SigningKeys } from '../keys.ts'

/** The same keys as those of OpenID Connect, each in a certificate besides: Microsoft takes them in no other envelope. */
export function keySetOf(
  { keys, lives }: SigningKeys,
  baseUrl: string,
): { readonly keys: readonly object[] } {
  const name = new URL(baseUrl).hostname
  const signing = keys.filter(({ alg }) => alg === 'RS256')
  return { keys: signing.map((jwk) => publicKeyOf(jwk, { name, ...lifeOf(jwk, lives) })) }
}

function publicKeyOf(
  jwk: JWK,
  about: { readonly name: string; readonly from: number; readonly until: number },
) {
  const { kty, n, e, alg, use, kid = '' } = jwk
  const privateKey = createPrivateKey({ key: jwk as never, format: 'jwk' })
  const publicKey = createPublicKey(privateKey)
  // The same from every node and each time, as nothing of it is by chance.
  const serial = createHash('sha256').update(kid).digest().subarray(0, 15)
  const certificate = selfSigned({ privateKey, publicKey, serial, ...about })
  const x5t = createHash('sha1').update(Buffer.from(certificate, 'base64')).digest('base64url')
  return { kty, use, alg, kid, n, e, x5t, x5c: [certificate] }
}

function lifeOf({ kid = '' }: JWK, lives: SigningKeys['lives']) {
  return lives.get(kid) ?? { from: 0, until: 0 }
}
