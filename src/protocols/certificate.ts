import { createHash, type KeyObject, sign } from 'node:crypto'
import { bits, integer, nothing, oid, sequence, time, within, writeName } from '../x509/index.ts'

const sha256WithRsa = sequence(oid('1.2.840.113549.1.1.11'), nothing())

export interface CertificateInput {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
  readonly name: string
  /** At most 15 bytes. */
  readonly serial: Uint8Array
  readonly from: number
  readonly until: number
}

/**
 * A certificate that says nothing but its key: some take keys in no other envelope. The same input makes the same one.
 * Base64 of DER.
 */
export function selfSigned({ publicKey, privateKey, name, serial, from, until }: CertificateInput): string {
  const subject = writeName('Sallyport', name)
  const body = sequence(
    within(0, integer(2)),
    integer(Uint8Array.of(1, ...serial)),
    sha256WithRsa,
    subject,
    sequence(time(from), time(until)),
    subject,
    new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })),
  )
  const certificate = sequence(body, sha256WithRsa, bits(sign('sha256', body, privateKey)))
  return Buffer.from(certificate).toString('base64')
}

export function fingerprintOf(certificate: string): string {
  return createHash('sha256').update(Buffer.from(certificate, 'base64')).digest('hex')
}
