import { hash, type KeyObject } from 'node:crypto'
import { publicKeyOf } from '../kernel/public-key.ts'
import { contentOf, type Der, elementsOf, fieldsOf, numbered, numberedValue, readDer, tags } from './der.ts'
import { malformed } from './errors.ts'
import { isSameName, type Name, readName } from './name.ts'
import { readSigned, type Signed } from './signed.ts'
import { oidOf, serialOf, smallNumberOf, timeOf, truthOf } from './values.ts'

/** A certificate (RFC 5280 §4.1). Nothing is believed of it before a path to an anchor was found. */
export interface Certificate {
  readonly der: Uint8Array
  readonly signed: Signed
  /** 3 for what has extensions. */
  readonly version: number
  /** Hexadecimal, as it is encoded. */
  readonly serial: string
  readonly issuer: Name
  readonly subject: Name
  /** Epoch milliseconds. */
  readonly notBefore: number
  readonly notAfter: number
  readonly key: KeyObject
  /** The key with its algorithm, DER: what is hashed to name a key. */
  readonly keyInfo: Uint8Array
  /** The key alone, as identifiers of keys hash it. */
  readonly keyBits: Uint8Array
  readonly extensions: ReadonlyMap<string, Extension>
}

export interface Extension {
  readonly critical: boolean
  /** Read when it is asked for: into extensions of their own issuers write what is no DER. Throws `x509.malformed`. */
  readonly value: Der
}

const longest = 64 * 1024

/** Reads one certificate, DER. Throws `x509.malformed`. */
export function readCertificate(der: Uint8Array): Certificate {
  if (der.length > longest) throw malformed('it is too long')
  const outer = fieldsOf(readDer(der))
  const body = outer.take(tags.sequence)
  const algorithm = outer.take(tags.sequence)
  const signed = readSigned(body, algorithm, outer.take(tags.bits))
  outer.end()

  const fields = fieldsOf(body)
  const versioned = fields.maybe(numbered(0))
  const version = versioned ? smallNumberOf(readDer(versioned.content)) + 1 : 1
  const serial = serialOf(fields.take(tags.integer))
  requireSame(fields.take(tags.sequence), algorithm)
  const issuer = readName(fields.take(tags.sequence))
  const [notBefore, notAfter] = validityOf(fields.take(tags.sequence))
  const subject = readName(fields.take(tags.sequence))
  const keyInfo = fields.take(tags.sequence)
  fields.maybe(numberedValue(1))
  fields.maybe(numberedValue(2))
  const extensions = fields.maybe(numbered(3))
  fields.end()
  if (extensions && version !== 3) throw malformed('it has extensions and says that it has none')
  return {
    der,
    signed,
    version,
    serial,
    issuer,
    subject,
    notBefore,
    notAfter,
    key: keyOf(keyInfo),
    keyInfo: keyInfo.whole,
    keyBits: keyBitsOf(keyInfo),
    extensions: extensions ? readExtensions(readDer(extensions.content)) : new Map(),
  }
}

/** Extensions by their identifier, none twice. */
export function readExtensions(der: Der): ReadonlyMap<string, Extension> {
  const entries = elementsOf(der).map((extension): [string, Extension] => {
    const fields = fieldsOf(extension)
    const oid = oidOf(fields.take(tags.oid))
    const critical = fields.maybe(tags.boolean)
    const { content } = fields.take(tags.octets)
    fields.end()
    return [oid, extensionOf(critical !== undefined && truthOf(critical), content)]
  })
  const extensions = new Map(entries)
  if (extensions.size !== entries.length) throw malformed('it has an extension twice')
  return extensions
}

function extensionOf(critical: boolean, content: Uint8Array): Extension {
  return {
    critical,
    get value() {
      return readDer(content)
    },
  }
}

/** SHA-256 over the whole certificate, hexadecimal. */
export function fingerprintOf({ der }: Certificate): string {
  return hash('sha256', der, 'hex')
}

/** SHA-256 over the key with its algorithm, hexadecimal: the same for every certificate of one key. */
export function keyHashOf({ keyInfo }: Certificate): string {
  return hash('sha256', keyInfo, 'hex')
}

export function isSelfIssued({ issuer, subject }: Certificate): boolean {
  return isSameName(issuer, subject)
}

export function isSameCertificate(one: Certificate, other: Certificate): boolean {
  return Buffer.from(one.der).equals(other.der)
}

/** The algorithm stands inside, where it is signed, and outside, where it is used: both must say the same. */
function requireSame(inside: Der, outside: Der): void {
  if (!Buffer.from(inside.whole).equals(outside.whole)) throw malformed('it names two algorithms')
}

function validityOf(der: Der): readonly [number, number] {
  const [from, to, ...more] = elementsOf(der)
  if (!from || !to || more.length > 0) throw malformed('its validity is none')
  return [timeOf(from), timeOf(to)]
}

function keyOf(der: Der): KeyObject {
  try {
    return publicKeyOf(Buffer.from(der.whole).toString('base64'))
  } catch (cause) {
    throw malformed('its key is of a kind that we do not know', cause)
  }
}

function keyBitsOf(der: Der): Uint8Array {
  const [, bits] = elementsOf(der)
  return contentOf(bits, tags.bits).subarray(1)
}
