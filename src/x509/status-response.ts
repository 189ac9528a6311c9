import { hash } from 'node:crypto'
import { type Certificate, readCertificate, readExtensions } from './certificate.ts'
import { contentOf, type Der, elementsOf, fieldsOf, numbered, numberedValue, readDer, tags } from './der.ts'
import { malformed } from './errors.ts'
import { purposesOf } from './extensions.ts'
import { isSameName, readName } from './name.ts'
import { extensionOids, purposes } from './oids.ts'
import { isSignedBy, isStrong, readSigned, type Signed } from './signed.ts'
import { nonceExtension, type StatusQuestion } from './status-request.ts'
import { oidOf, serialOf, smallNumberOf, timeOf } from './values.ts'

/** What a responder says of one certificate, once it is clear that it may. */
export type StatusAnswer =
  | {
      readonly status: 'good' | 'revoked'
      readonly thisUpdate: number
      readonly nextUpdate: number | undefined
    }
  /** Nothing that counts, and why. */
  | { readonly status: 'unknown'; readonly because: StatusFault }

export type StatusFault =
  | 'malformed'
  | 'refused'
  | 'wrong-signer'
  | 'wrong-signature'
  | 'wrong-nonce'
  | 'other-certificate'
  | 'not-known'

/**
 * Reads an answer about a certificate (RFC 6960 §4.2): signed by its issuer, or by somebody whom that very issuer has
 * certified for it. How fresh it is, is for the caller to judge.
 */
export function readStatusResponse(bytes: Uint8Array, question: StatusQuestion, at: number): StatusAnswer {
  try {
    const basic = basicResponse(bytes)
    return basic ? judge(basic, question, at) : nothing('refused')
  } catch {
    return nothing('malformed')
  }
}

interface BasicResponse {
  readonly signed: Signed
  readonly responder: Der
  readonly answers: readonly Der[]
  readonly nonce: Uint8Array | undefined
  readonly certificates: readonly Certificate[]
}

const basicType = '1.3.6.1.5.5.7.48.1.1'

/** Undefined where the responder says that it does not answer. */
function basicResponse(bytes: Uint8Array): BasicResponse | undefined {
  const outer = fieldsOf(readDer(bytes))
  if (smallNumberOf(outer.take(tags.enumerated), tags.enumerated) !== 0) return undefined
  const response = fieldsOf(readDer(outer.take(numbered(0)).content))
  if (oidOf(response.take(tags.oid)) !== basicType)
    throw malformed('an answer is of a kind that we do not know')
  const basic = fieldsOf(readDer(response.take(tags.octets).content))
  const body = basic.take(tags.sequence)
  const signed = readSigned(body, basic.take(tags.sequence), basic.take(tags.bits))
  const certificates = basic.maybe(numbered(0))

  const data = fieldsOf(body)
  data.maybe(numbered(0))
  const responder = data.any()
  timeOf(data.take(tags.generalizedTime))
  const answers = elementsOf(data.take(tags.sequence))
  const extensions = data.maybe(numbered(1))
  const nonce = extensions && readExtensions(readDer(extensions.content)).get(nonceExtension)?.value
  return {
    signed,
    responder,
    answers,
    nonce: nonce && contentOf(nonce, tags.octets),
    certificates: certificates
      ? elementsOf(readDer(certificates.content))
          .slice(0, mostCertificates)
          .map(({ whole }) => readCertificate(whole))
      : [],
  }
}

const mostCertificates = 8

function judge(basic: BasicResponse, question: StatusQuestion, at: number): StatusAnswer {
  const signer = signerOf(basic, question.issuer, at)
  if (!signer) return nothing('wrong-signer')
  if (!isSignedBy(basic.signed, signer.key)) return nothing('wrong-signature')
  const { nonce } = question
  if (nonce && basic.nonce && !Buffer.from(nonce).equals(basic.nonce)) return nothing('wrong-nonce')
  const own = basic.answers.map(fieldsOfAnswer).find(({ id }) => isAbout(id, question))
  if (!own) return nothing('other-certificate')
  if (own.status === undefined) return nothing('not-known')
  return { status: own.status, thisUpdate: own.thisUpdate, nextUpdate: own.nextUpdate }
}

/** The issuer itself, or one that it has certified for nothing else, and that nobody needs to ask about in turn. */
function signerOf(
  { responder, certificates }: BasicResponse,
  issuer: Certificate,
  at: number,
): Certificate | undefined {
  if (isResponder(responder, issuer)) return issuer
  return certificates.find(
    (one) =>
      isResponder(responder, one) &&
      isSameName(one.issuer, issuer.subject) &&
      purposesOf(one)?.includes(purposes.statusSigning) &&
      one.extensions.has(extensionOids.responderUnchecked) &&
      one.notBefore <= at &&
      at <= one.notAfter &&
      isStrong(one.key) &&
      isSignedBy(one.signed, issuer.key),
  )
}

function isResponder(responder: Der, certificate: Certificate): boolean {
  if (responder.tag === numbered(1))
    return isSameName(readName(readDer(responder.content)), certificate.subject)
  const key = contentOf(readDer(contentOf(responder, numbered(2))), tags.octets)
  return hash('sha1', certificate.keyBits, 'buffer').equals(key)
}

interface Answer {
  readonly id: Der
  /** Undefined where the responder does not know the certificate. */
  readonly status: 'good' | 'revoked' | undefined
  readonly thisUpdate: number
  readonly nextUpdate: number | undefined
}

function fieldsOfAnswer(der: Der): Answer {
  const fields = fieldsOf(der)
  const id = fields.take(tags.sequence)
  const { tag } = fields.any()
  const thisUpdate = timeOf(fields.take(tags.generalizedTime))
  const next = fields.maybe(numbered(0))
  const status = tag === numberedValue(0) ? 'good' : tag === numbered(1) ? 'revoked' : undefined
  return { id, status, thisUpdate, nextUpdate: next && timeOf(readDer(next.content)) }
}

const hashes: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

function isAbout(id: Der, { certificate, issuer }: StatusQuestion): boolean {
  const fields = fieldsOf(id)
  const name = hashes[oidOf(fieldsOf(fields.take(tags.sequence)).take(tags.oid))]
  const [issuerName, issuerKey] = [fields.take(tags.octets), fields.take(tags.octets)]
  return (
    name !== undefined &&
    hash(name, issuer.subject.whole, 'buffer').equals(issuerName.content) &&
    hash(name, issuer.keyBits, 'buffer').equals(issuerKey.content) &&
    serialOf(fields.take(tags.integer)) === certificate.serial
  )
}

function nothing(because: StatusFault): StatusAnswer {
  return { status: 'unknown', because }
}
