import { createHash, type KeyObject } from 'node:crypto'
import { type Certificate, readCertificate } from '../../../x509/index.ts'
import type { AttestedCredential, AuthenticatorData } from '../authenticator-data.ts'
import { asBytes, type Cbor, type CborMap } from '../cbor.ts'
import { checkFailed } from '../errors.ts'
import { type AlgorithmName, algorithmOf, isSigned, type PublicKey } from '../public-key.ts'

/** What a key says of its make, with all that it signs (WebAuthn L3 §6.5). */
export interface Statement {
  readonly fields: CborMap
  /** The bytes of the authenticator data, and what they say. */
  readonly signed: Uint8Array
  readonly data: AuthenticatorData
  readonly credential: AttestedCredential
  readonly publicKey: PublicKey
  readonly clientDataHash: Uint8Array
}

/** What a well-formed statement amounts to. Whether anyone believes its certificates is another question. */
export interface Made {
  /** `self`: signed by the new key itself, which proves no make. */
  readonly by: 'nobody' | 'self' | 'certificates'
  /** The signer first. */
  readonly chain: readonly Certificate[]
  /** The statement says that the key lies in hardware, as far as its format can say so. */
  readonly hardware: boolean
  /** What the maker signed does not name the AAGUID: whatever stands there is the sender's own word (R20). */
  readonly namesNoModel?: true
}

/** What makers sign with. SHA-1, which some old TPMs use, is none of it. */
const makersAlgorithms: readonly AlgorithmName[] = ['ES256', 'ES384', 'ES512', 'EdDSA', 'RS256']

/** The algorithm that a statement names. Throws the check `attestation`. */
export function algorithmIn(fields: CborMap): AlgorithmName {
  const algorithm = algorithmOf(fields.get('alg'), makersAlgorithms)
  if (!algorithm) throw statementFailed('is signed with an algorithm that is not taken')
  return algorithm
}

/** The certificates of a statement, the signer's first. */
export function chainIn(fields: CborMap): readonly [Certificate, ...Certificate[]] {
  const list: Cbor | undefined = fields.get('x5c')
  if (!Array.isArray(list) || list.length > 8) throw statementFailed('has no list of certificates')
  const [first, ...rest] = list.map((one: Cbor) => readCertificate(asBytes(one)))
  if (!first) throw statementFailed('has an empty list of certificates')
  return [first, ...rest]
}

/** Refuses a statement with other fields than its format has. */
export function requireFields(fields: CborMap, ...names: readonly string[]): void {
  if (fields.size !== names.length || names.some((name) => !fields.has(name)))
    throw statementFailed('has other fields than its format')
}

/** Refuses a signature that is not of this key over these bytes. */
export function requireSignature(
  algorithm: AlgorithmName,
  key: KeyObject,
  data: Uint8Array,
  fields: CborMap,
): void {
  if (!isSigned({ algorithm, key }, data, asBytes(fields.get('sig'))))
    throw statementFailed('has a signature that does not fit')
}

/** Authenticator data and hash of the client data: what nearly every format signs. */
export function signedBytes({ signed, clientDataHash }: Statement): Uint8Array {
  return Buffer.concat([signed, clientDataHash])
}

/** Refuses a certificate that is for another key than the new one. */
export function requireSameKey(certificate: Certificate, { key }: PublicKey): void {
  if (!certificate.key.equals(key)) throw statementFailed('certifies another key')
}

export function hash(name: string, bytes: Uint8Array): Buffer {
  return createHash(name).update(bytes).digest()
}

export function statementFailed(why: string) {
  return checkFailed('attestation', `the statement ${why}`)
}
