import { X509Certificate } from 'node:crypto'
import { checkFailed } from '../errors.ts'
import { contentOf, contextTag, type Der, inside, oidOf, readDer, smallNumber, tags } from './der.ts'

/** A certificate, with what Node does not tell of it (RFC 5280 §4.1). */
export interface Certificate {
  readonly x509: X509Certificate
  /** 3 for what has extensions. */
  readonly version: number
  readonly subject: Der
  readonly extensions: ReadonlyMap<string, Extension>
}

export interface Extension {
  readonly critical: boolean
  readonly value: Uint8Array
}

export const oids = {
  basicConstraints: '2.5.29.19',
  subjectAlternativeName: '2.5.29.17',
  revocationLists: '2.5.29.31',
  /** id-fido-gen-ce-aaguid: the model that a certificate was made for. */
  aaguid: '1.3.6.1.4.1.45724.1.1.4',
  androidKey: '1.3.6.1.4.1.11129.2.1.17',
  appleNonce: '1.2.840.113635.100.8.2',
} as const

/** Reads a certificate, DER. Throws the check `attestation`. */
export function readCertificate(der: Uint8Array): Certificate {
  const [tbs] = inside(readDer(der))
  const fields = inside(tbs)
  const versioned = contextTag(fields, 0)
  const version = versioned ? smallNumber(inside(versioned)[0]) + 1 : 1
  // Before the subject stand serial number, algorithm, issuer and validity, and the version where there is one.
  const subject = fields[versioned ? 5 : 4]
  if (!subject) throw malformed('has no subject')
  return { x509: parse(der), version, subject, extensions: extensionsOf(contextTag(fields, 3)) }
}

/** The attributes of a distinguished name, by their identifiers; the text of the last where there are several. */
export function attributesOf(name: Der): ReadonlyMap<string, string> {
  const attributes = inside(name).flatMap((relative) => inside(relative))
  return new Map(
    attributes.map((attribute) => {
      const [type, value] = inside(attribute)
      return [oidOf(type), Buffer.from(value?.content ?? []).toString('utf8')]
    }),
  )
}

function extensionsOf(tagged: Der | undefined): ReadonlyMap<string, Extension> {
  const list = tagged ? inside(inside(tagged)[0]) : []
  const entries = list.map((extension): [string, Extension] => {
    const fields = inside(extension)
    const critical = fields.length === 3 && contentOf(fields[1], tags.boolean)[0] === 0xff
    return [oidOf(fields[0]), { critical, value: contentOf(fields.at(-1), tags.octetString) }]
  })
  const extensions = new Map(entries)
  if (extensions.size !== entries.length) throw malformed('has an extension twice')
  return extensions
}

function parse(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der)
  } catch (cause) {
    throw malformed('cannot be read', cause)
  }
}

function malformed(why: string, cause?: unknown) {
  return checkFailed('attestation', `a certificate ${why}`, cause)
}
