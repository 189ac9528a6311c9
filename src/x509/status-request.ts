import { hash } from 'node:crypto'
import type { Certificate } from './certificate.ts'
import { tags } from './der.ts'
import { der, octets, oid, sequence } from './der-writer.ts'

/** What an answer must be about: this certificate of this authority, and this very question. */
export interface StatusQuestion {
  readonly certificate: Certificate
  readonly issuer: Certificate
  /** Random bytes; undefined for an answer that came along and was asked for by somebody else. */
  readonly nonce: Uint8Array | undefined
}

const sha1 = '1.3.14.3.2.26'
export const nonceExtension = '1.3.6.1.5.5.7.48.1.2'

/** A request for the status of one certificate (RFC 6960 §4.1), not signed. */
export function statusRequest(question: StatusQuestion): Uint8Array {
  const { nonce } = question
  const extension = nonce && sequence(oid(nonceExtension), octets(octets(nonce)))
  const extensions = extension ? [der(0xa2, sequence(extension))] : []
  return sequence(sequence(sequence(sequence(certificateId(question))), ...extensions))
}

/**
 * The name under which responders know a certificate. SHA-1 is what all of them know (RFC 5019 §2.1.1); it identifies
 * here and protects nothing: the answer is signed, and about the issuer that we have found ourselves.
 */
function certificateId({ certificate, issuer }: StatusQuestion): Uint8Array {
  return sequence(
    sequence(oid(sha1), der(tags.nothing)),
    octets(hash('sha1', issuer.subject.whole, 'buffer')),
    octets(hash('sha1', issuer.keyBits, 'buffer')),
    der(tags.integer, Buffer.from(certificate.serial, 'hex')),
  )
}
