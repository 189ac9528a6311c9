import { createPublicKey, hash, type KeyObject, sign } from 'node:crypto'
import { readCertificate } from './certificate.ts'
import { numberedValue } from './der.ts'
import { bits, der, integer, octets, oid, sequence, set, time, truth, utf8, within } from './der-writer.ts'
import { commonName, extensionOids, organizationName, userPrincipalName } from './oids.ts'

/** Whoever signs: an elliptic key of P-256, and the name of its owner. */
export interface Signer {
  /** DER. */
  readonly name: Uint8Array
  readonly privateKey: KeyObject
}

/** What a certificate is to say (RFC 5280 §4.1). */
export interface CertificateWish {
  /** DER. */
  readonly subject: Uint8Array
  readonly publicKey: KeyObject
  /** Bytes of a positive number. */
  readonly serial: Uint8Array
  /** Epoch milliseconds. */
  readonly notBefore: number
  readonly notAfter: number
  readonly extensions: readonly Uint8Array[]
}

/** Signed by ECDSA with SHA-256. DER. */
export function writeCertificate(wish: CertificateWish, signer: Signer): Uint8Array {
  const key = new Uint8Array(wish.publicKey.export({ format: 'der', type: 'spki' }))
  const identifiers = [
    extension(extensionOids.subjectKey, octets(keyIdentifier(wish.publicKey))),
    authorityKey(createPublicKey(signer.privateKey)),
  ]
  return signed(
    sequence(
      within(0, integer(2)),
      integer(wish.serial),
      signatureAlgorithm,
      signer.name,
      sequence(time(wish.notBefore), time(wish.notAfter)),
      wish.subject,
      key,
      within(3, sequence(...identifiers, ...wish.extensions)),
    ),
    signer.privateKey,
  )
}

/** Names whose certificate it is: an organization, and one of its own. */
export function writeName(organization: string, common: string): Uint8Array {
  const attribute = (type: string, text: string) => set(sequence(oid(type), utf8(text)))
  return sequence(attribute(organizationName, organization), attribute(commonName, common))
}

/** It issues certificates and lists, and no other authorities. */
export function authorityExtensions(): readonly Uint8Array[] {
  return [
    extension(extensionOids.basicConstraints, sequence(truth(), integer(0)), true),
    extension(extensionOids.keyUsage, bits(Uint8Array.of(0b0000_0110), 1), true),
  ]
}

/** What a certificate of a person says. */
export interface HolderWish {
  /** Identifiers of what it is for. */
  readonly purposes: readonly string[]
  readonly policies: readonly string[]
  readonly email: string | undefined
  /** The name by which Windows knows its holder. */
  readonly principalName: string | undefined
  /** Where the list of revoked certificates lies, and where its status can be asked. */
  readonly listAddress: string
  readonly statusAddress: string
}

export function holderExtensions(wish: HolderWish): readonly Uint8Array[] {
  const names = [
    ...(wish.email === undefined ? [] : [address(1, wish.email)]),
    ...(wish.principalName === undefined
      ? []
      : [within(0, oid(userPrincipalName), within(0, utf8(wish.principalName)))]),
  ]
  const place = sequence(within(0, within(0, address(6, wish.listAddress))))
  const status = sequence(oid('1.3.6.1.5.5.7.48.1'), address(6, wish.statusAddress))
  return [
    extension(extensionOids.basicConstraints, sequence(), true),
    extension(extensionOids.keyUsage, bits(Uint8Array.of(0b1000_0000), 7), true),
    extension(extensionOids.purposes, sequence(...wish.purposes.map(oid))),
    ...(names.length > 0 ? [extension(extensionOids.otherNames, sequence(...names))] : []),
    ...(wish.policies.length > 0
      ? [extension(extensionOids.policies, sequence(...wish.policies.map((policy) => sequence(oid(policy)))))]
      : []),
    extension(extensionOids.listPlaces, sequence(place)),
    extension(extensionOids.authorityAccess, sequence(status)),
  ]
}

/** The name of a certificate's subject, DER. */
export function subjectNameOf(certificate: Uint8Array): Uint8Array {
  return readCertificate(certificate).subject.whole
}

export function extension(type: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(type), ...(critical ? [truth()] : []), octets(value))
}

/** Names the key that signed. */
export function authorityKey(publicKey: KeyObject): Uint8Array {
  return extension(extensionOids.authorityKey, sequence(der(numberedValue(0), keyIdentifier(publicKey))))
}

/** The first way of RFC 5280 §4.2.1.2. */
export function keyIdentifier(publicKey: KeyObject): Uint8Array {
  const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-pointBytes)
  return new Uint8Array(hash('sha1', point, 'buffer'))
}

/** A point of P-256 that is not compressed ends its SubjectPublicKeyInfo. */
const pointBytes = 65

export const signatureAlgorithm = sequence(oid('1.2.840.10045.4.3.2'))

/** Body, algorithm and signature, as certificates and lists have them; `more` follows, as in answers on status. */
export function signed(body: Uint8Array, privateKey: KeyObject, ...more: readonly Uint8Array[]): Uint8Array {
  return sequence(body, signatureAlgorithm, bits(sign('sha256', body, privateKey)), ...more)
}

function address(place: number, text: string): Uint8Array {
  return der(numberedValue(place), Buffer.from(text, 'latin1'))
}

export function pemOf(kind: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${kind}-----\n${lines.join('\n')}\n-----END ${kind}-----\n`
}
