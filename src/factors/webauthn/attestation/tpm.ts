import { asBytes } from '../cbor.ts'
import { hashOf, type PublicKey } from '../public-key.ts'
import { attributesOf, type Certificate, oids } from './certificate.ts'
import { contextTag, inside, readDer } from './der.ts'
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
  requireSignature(algorithm, chain[0].x509.publicKey, certInfo, fields)
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
  const { version, subject, extensions, x509 } = certificate
  if (version !== 3 || subject.content.length > 0)
    throw statementFailed('has a certificate for something else')
  const names = extensions.get(oids.subjectAlternativeName)
  const directory = names && contextTag(inside(readDer(names.value)), 4)
  const chip = directory ? attributesOf(inside(directory)[0] ?? directory) : new Map<string, string>()
  if (chipAttributes.some((attribute) => !chip.get(attribute)))
    throw statementFailed('does not name its chip')
  if (!x509.keyUsage?.includes(attestsOthers)) throw statementFailed('is signed by a key that may not attest')
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
