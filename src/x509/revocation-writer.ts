import { createPublicKey } from 'node:crypto'
import {
  authorityKey,
  extension,
  keyIdentifier,
  type Signer,
  signatureAlgorithm,
  signed,
} from './certificate-writer.ts'
import { type Der, elementsOf, fieldsOf, numbered, numberedValue, readDer, tags } from './der.ts'
import { der, generalizedTime, integer, octets, oid, sequence, time, within } from './der-writer.ts'
import { extensionOids } from './oids.ts'
import { nonceExtension } from './status-request.ts'
import { oidOf, serialOf } from './values.ts'

/** A certificate that was taken back. */
export interface Revoked {
  /** Hexadecimal, as it is encoded. */
  readonly serial: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** What a list or an answer is to say. */
export interface RevocationWish {
  readonly revoked: readonly Revoked[]
  readonly thisUpdate: number
  readonly nextUpdate: number
}

/** A list of revoked certificates (RFC 5280 §5), DER. */
export function writeRevocationList(
  wish: RevocationWish & { readonly number: number },
  signer: Signer,
): Uint8Array {
  const entries = wish.revoked.map(({ serial, at }) => sequence(serialNumber(serial), time(at)))
  return signed(
    sequence(
      integer(1),
      signatureAlgorithm,
      signer.name,
      time(wish.thisUpdate),
      time(wish.nextUpdate),
      ...(entries.length > 0 ? [sequence(...entries)] : []),
      within(
        0,
        sequence(
          authorityKey(createPublicKey(signer.privateKey)),
          extension(extensionOids.listNumber, integer(wish.number)),
        ),
      ),
    ),
    signer.privateKey,
  )
}

/**
 * Answers a question about one certificate (RFC 6960 §4.2): revoked, or good where the authority has issued it, or else
 * unknown. Throws `x509.malformed` where it is no question.
 */
export function writeStatusResponse(
  question: Uint8Array,
  wish: RevocationWish & { readonly issued: readonly string[] },
  signer: Signer,
): Uint8Array {
  const { ids, nonce } = readQuestion(question)
  const answers = ids.map((id) =>
    sequence(
      id.whole,
      statusOf(id, wish),
      generalizedTime(wish.thisUpdate),
      within(0, generalizedTime(wish.nextUpdate)),
    ),
  )
  const responder = within(2, octets(keyIdentifier(createPublicKey(signer.privateKey))))
  const extensions = nonce ? [within(1, sequence(extension(nonceExtension, nonce)))] : []
  const data = sequence(responder, generalizedTime(wish.thisUpdate), sequence(...answers), ...extensions)
  const basic = sequence(oid(basicType), octets(signed(data, signer.privateKey)))
  return sequence(der(tags.enumerated, Uint8Array.of(0)), within(0, basic))
}

const basicType = '1.3.6.1.5.5.7.48.1.1'

function readQuestion(question: Uint8Array): {
  readonly ids: readonly Der[]
  readonly nonce: Uint8Array | undefined
} {
  const request = fieldsOf(fieldsOf(readDer(question)).take(tags.sequence))
  request.maybe(numbered(0))
  request.maybe(numbered(1))
  const ids = elementsOf(request.take(tags.sequence)).map((one) => fieldsOf(one).take(tags.sequence))
  const extensions = request.maybe(numbered(2))
  const found = (extensions ? elementsOf(readDer(extensions.content)) : [])
    .map((one) => elementsOf(one))
    .find(([type]) => type && oidOf(type) === nonceExtension)
  return { ids, nonce: found?.at(-1)?.content }
}

function statusOf(
  id: Der,
  { revoked, issued }: RevocationWish & { readonly issued: readonly string[] },
): Uint8Array {
  const fields = fieldsOf(id)
  fields.take(tags.sequence)
  fields.take(tags.octets)
  fields.take(tags.octets)
  const serial = serialOf(fields.take(tags.integer))
  const entry = revoked.find((one) => one.serial === serial)
  if (entry) return within(1, generalizedTime(entry.at))
  return der(numberedValue(issued.includes(serial) ? 0 : 2))
}

function serialNumber(hex: string): Uint8Array {
  return der(tags.integer, Buffer.from(hex, 'hex'))
}
