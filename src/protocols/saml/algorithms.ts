import { type KeyObject, sign, verify } from 'node:crypto'

interface SignatureAlgorithm {
  readonly hash: 'sha256' | 'sha384' | 'sha512'
  readonly key: 'rsa' | 'ec'
}

export const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
export const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
export const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

const more = 'http://www.w3.org/2001/04/xmldsig-more#'

/** What we accept. SHA-1, HMAC and whatever is not here does not exist. */
export const signatureAlgorithms: ReadonlyMap<string, SignatureAlgorithm> = new Map<
  string,
  SignatureAlgorithm
>([
  [rsaSha256, { hash: 'sha256', key: 'rsa' }],
  [`${more}rsa-sha384`, { hash: 'sha384', key: 'rsa' }],
  [`${more}rsa-sha512`, { hash: 'sha512', key: 'rsa' }],
  [`${more}ecdsa-sha256`, { hash: 'sha256', key: 'ec' }],
  [`${more}ecdsa-sha384`, { hash: 'sha384', key: 'ec' }],
  [`${more}ecdsa-sha512`, { hash: 'sha512', key: 'ec' }],
])

export const digestAlgorithms: ReadonlySet<string> = new Set([
  sha256,
  `${more}sha384`,
  'http://www.w3.org/2001/04/xmlenc#sha512',
])

/** Whether a key of this kind has signed these bytes in this way; the kind of the key is never the message's to choose. */
export function isSignedBy(
  key: KeyObject,
  { algorithm, bytes, signature }: { algorithm: string; bytes: Uint8Array; signature: Uint8Array },
): boolean {
  const known = signatureAlgorithms.get(algorithm)
  if (!known || key.asymmetricKeyType !== known.key) return false
  return verify(known.hash, bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

/** RSA with SHA-256, which every service provider understands. */
export function signBytes(key: KeyObject, bytes: Uint8Array): string {
  return sign('sha256', bytes, key).toString('base64')
}
