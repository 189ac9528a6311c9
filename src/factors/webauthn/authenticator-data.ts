import { asMap, decodeCborAt } from './cbor.ts'
import { checkFailed } from './errors.ts'

/** What an authenticator signs (WebAuthn L3 §6.1). */
export interface AuthenticatorData {
  readonly rpIdHash: Uint8Array
  readonly userPresent: boolean
  readonly userVerified: boolean
  readonly backupEligible: boolean
  readonly backedUp: boolean
  readonly signCount: number
  /** The new credential; only in a registration. */
  readonly attested?: AttestedCredential
}

export interface AttestedCredential {
  /** In the notation of a UUID. */
  readonly aaguid: string
  readonly id: Uint8Array
  /** A COSE key (RFC 9052 §7). */
  readonly publicKey: Uint8Array
}

const flags = {
  userPresent: 0x01,
  userVerified: 0x04,
  backupEligible: 0x08,
  backedUp: 0x10,
  attested: 0x40,
  extensions: 0x80,
}
const headLength = 37
/** WebAuthn L3 §4, Credential ID: "at most 1023 bytes". */
const longestId = 1023

/** Reads every byte, so that none is signed and ignored. Extensions are looked over and dropped. */
export function parseAuthenticatorData(bytes: Uint8Array): AuthenticatorData {
  if (bytes.length < headLength) throw malformed('is too short')
  const set = bytes[32] ?? 0
  const attested = set & flags.attested ? attestedAt(bytes, headLength) : undefined
  const afterKey = attested?.end ?? headLength
  const end = set & flags.extensions ? extensionsEnd(bytes, afterKey) : afterKey
  if (end !== bytes.length) throw malformed('has bytes left over')
  return {
    rpIdHash: bytes.subarray(0, 32),
    userPresent: (set & flags.userPresent) !== 0,
    userVerified: (set & flags.userVerified) !== 0,
    backupEligible: (set & flags.backupEligible) !== 0,
    backedUp: (set & flags.backedUp) !== 0,
    signCount: viewOf(bytes).getUint32(33),
    ...(attested ? { attested: attested.credential } : {}),
  }
}

function attestedAt(bytes: Uint8Array, offset: number) {
  const idAt = offset + 18
  if (bytes.length < idAt) throw malformed('is too short')
  const idLength = viewOf(bytes).getUint16(offset + 16)
  if (idLength === 0 || idLength > longestId) throw malformed('has an id of a strange length')
  const keyAt = idAt + idLength
  if (keyAt > bytes.length) throw malformed('is too short')
  const { value, end } = decodeCborAt(bytes, keyAt)
  asMap(value)
  const credential: AttestedCredential = {
    aaguid: uuid(bytes.subarray(offset, offset + 16)),
    id: bytes.subarray(idAt, keyAt),
    publicKey: bytes.subarray(keyAt, end),
  }
  return { credential, end }
}

function extensionsEnd(bytes: Uint8Array, offset: number): number {
  const { value, end } = decodeCborAt(bytes, offset)
  asMap(value)
  return end
}

function uuid(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function malformed(why: string) {
  return checkFailed('form', `the authenticator data ${why}`)
}
