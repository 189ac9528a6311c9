import { type Certificate, isEmptyName, otherNamesOf, purposesOf, textsOf } from '../../../x509/index.ts'
import { asBytes } from '../cbor.ts'
import { hashOf, type PublicKey } from '../public-key.ts'
import { requireSameModel } from './packed.ts'
import { mayIssue } from './path.ts'
import {
  algorithmIn,
  chainIn,
  hash,
  type Made,
  requireFields,
  requireSignature,
  type Statement,
  signedBytes,
  statementFailed,
} from './statement.ts'
import { readTpmCertified, readTpmPublic, type TpmPublic } from './tpm-structures.ts'

/** tcg-at-tpmManufacturer, -tpmModel and -tpmVersion (TCG EK Credential Profile §3.2.9). */
const chipAttributes = ['2.23.133.2.1', '2.23.133.2.2', '2.23.133.2.3']
/** tcg-kp-AIKCertificate: a key that attests others. */
const attestsOthers = '2.23.133.8.3'

/** WebAuthn L3 §8.3: the chip of the computer certifies the key that it has made. */
export function verifyTpm(statement: Statement): Made {
  const { fields, publicKey } = statement
  requireFields(fields, 'ver', 'alg', 'x5c', 'sig', 'certInfo', 'pubArea')
  if (fields.get('ver') !== '2.0') throw statementFailed('is of another TPM version')
  const algorithm = algorithmIn(fields)
  const chain = chainIn(fields)
  const [pubArea, certInfo] = [asBytes(fields.get('pubArea')), asBytes(fields.get('certInfo'))]
  requireSignature(algorithm, chain[0].key, certInfo, fields)
  requireChip(chain[0])
  requireSameModel(chain[0], statement.credential.aaguid)

  const described = readTpmPublic(pubArea)
  const certified = readTpmCertified(certInfo)
  if (!isSameKey(described, publicKey)) throw statementFailed('describes another key')
  const digest = hashOf(algorithm)
  if (!digest || !hash(digest, signedBytes(statement)).equals(certified.extraData))
    throw statementFailed('certifies another ceremony')
  if (!nameOf(described, pubArea).equals(certified.name)) throw statementFailed('certifies another key')
  return { by: 'certificates', chain, hardware: described.isFixed }
}

/** WebAuthn L3 §8.3.1: no subject, the chip named beside it, made for attesting. */
function requireChip(certificate: Certificate): void {
  if (certificate.version !== 3 || !isEmptyName(certificate.subject))
    throw statementFailed('has a certificate for something else')
  const chip = otherNamesOf(certificate).find(({ kind }) => kind === 'directory')
  const name = chip?.kind === 'directory' ? chip.name : undefined
  if (!name || chipAttributes.some((attribute) => !textsOf(name, attribute)[0]))
    throw statementFailed('does not name its chip')
  if (!purposesOf(certificate)?.includes(attestsOthers))
    throw statementFailed('is signed by a key that may not attest')
  if (mayIssue(certificate)) throw statementFailed('is signed by an authority itself')
}

function isSameKey({ key }: TpmPublic, publicKey: PublicKey): boolean {
  const jwk = publicKey.key.export({ format: 'jwk' })
  if (key.type === 'rsa') return isSameNumber(jwk.n, key.n) && key.exponent === 65_537
  return jwk.crv === key.curve && isSameNumber(jwk.x, key.x) && isSameNumber(jwk.y, key.y)
}

/** Some chips leave leading zeros out. */
function isSameNumber(base64url: string | undefined, bytes: Uint8Array): boolean {
  const [one, other] = [Buffer.from(base64url ?? '', 'base64url'), Buffer.from(bytes)]
  return one.length > 0 && withoutZeros(one) === withoutZeros(other)
}

function withoutZeros(number: Buffer): string {
  return number.toString('hex').replace(/^(?:00)+/, '')
}

/** The name of a TPM object: the number of the hash, and the hash of its public area. */
function nameOf({ nameAlgorithm }: TpmPublic, pubArea: Uint8Array): Buffer {
  return Buffer.concat([pubArea.subarray(2, 4), hash(nameAlgorithm, pubArea)])
}
