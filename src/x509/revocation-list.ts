import { type Certificate, type Extension, keyHashOf, readExtensions } from './certificate.ts'
import { type Der, elementAt, elementsOf, fieldsOf, numbered, numberedValue, readDer, tags } from './der.ts'
import { malformed } from './errors.ts'
import {
  authorityKeyOf,
  basicConstraintsOf,
  keyUsages,
  listPlacesOf,
  mayUseKeyFor,
  namesOfPlace,
  subjectKeyOf,
} from './extensions.ts'
import { isSameName, type Name, readName } from './name.ts'
import { extensionOids } from './oids.ts'
import { pemBlocks } from './pem.ts'
import { isSignedBy, readSigned, type Signed } from './signed.ts'
import { smallNumberOf, timeOf, truthOf } from './values.ts'

/** A list of revoked certificates (RFC 5280 §5). Its entries stay as they are: there may be a million. */
export interface RevocationList {
  readonly signed: Signed
  readonly issuer: Name
  /** Epoch milliseconds. */
  readonly thisUpdate: number
  readonly nextUpdate: number
  readonly scope: Scope
  readonly authorityKey: Uint8Array | undefined
  readonly entries: Uint8Array
}

/** Of which certificates it tells. */
interface Scope {
  readonly users: boolean
  readonly authorities: boolean
  /** Names of the place that it is for; undefined where it is for all. */
  readonly place: readonly Uint8Array[] | undefined
}

const longest = 128 * 1024 * 1024

/** Reads a list, DER or PEM. Throws `x509.malformed`; one of a kind that we do not read is that, too. */
export function readRevocationList(file: Uint8Array): RevocationList {
  if (file.length > longest) throw malformed('the list is too long')
  const [bytes = file] = pemBlocks(file, 'X509 CRL')
  const outer = fieldsOf(readDer(bytes))
  const body = outer.take(tags.sequence)
  const algorithm = outer.take(tags.sequence)
  const signed = readSigned(body, algorithm, outer.take(tags.bits))
  outer.end()

  const fields = fieldsOf(body)
  const version = fields.maybe(tags.integer)
  if (version && smallNumberOf(version) !== 1) throw malformed('the list is of a version that we do not know')
  if (!Buffer.from(fields.take(tags.sequence).whole).equals(algorithm.whole))
    throw malformed('it names two algorithms')
  const issuer = readName(fields.take(tags.sequence))
  const thisUpdate = timeOf(fields.any())
  const next = fields.maybe(tags.utcTime) ?? fields.maybe(tags.generalizedTime)
  if (!next) throw malformed('the list does not say how long it holds')
  const entries = fields.maybe(tags.sequence)
  const tagged = fields.maybe(numbered(0))
  fields.end()
  const extensions = tagged ? readExtensions(readDer(tagged.content)) : new Map<string, Extension>()
  requireKnown(extensions)
  return {
    signed,
    issuer,
    thisUpdate,
    nextUpdate: timeOf(next),
    scope: scopeOf(extensions.get(extensionOids.listScope)?.value),
    authorityKey: authorityKeyOf({ extensions }),
    entries: entries?.content ?? new Uint8Array(),
  }
}

/**
 * Whether the list would name this certificate if it were revoked. It must be signed by the authority that issued it,
 * with whatever of its keys stands in the path above: authorities change their keys.
 */
export function isListFor(
  list: RevocationList,
  certificate: Certificate,
  above: readonly Certificate[],
): boolean {
  return covers(list, certificate) && above.some((authority) => isListOf(list, certificate, authority))
}

function isListOf(list: RevocationList, { issuer }: Certificate, authority: Certificate): boolean {
  if (!isSameName(list.issuer, authority.subject) || !isSameName(list.issuer, issuer)) return false
  const own = subjectKeyOf(authority)
  if (own && list.authorityKey && !Buffer.from(own).equals(list.authorityKey)) return false
  return mayUseKeyFor(authority, keyUsages.listSigning) && isMadeBy(list, authority)
}

/** Each list with the keys that were found to have made it, or not: many ask for one list, which may be long. */
const checked = new WeakMap<RevocationList, Map<string, boolean>>()

function isMadeBy(list: RevocationList, authority: Certificate): boolean {
  const known = checked.get(list) ?? new Map<string, boolean>()
  checked.set(list, known)
  const key = keyHashOf(authority)
  const made = known.get(key) ?? isSignedBy(list.signed, authority.key)
  known.set(key, made)
  return made
}

function covers({ scope }: RevocationList, certificate: Certificate): boolean {
  const authority = basicConstraintsOf(certificate)?.authority ?? false
  if (authority ? !scope.authorities : !scope.users) return false
  const { place } = scope
  if (!place) return true
  const wanted = listPlacesOf(certificate).flatMap(({ names }) => names)
  return wanted.some((name) => place.some((own) => Buffer.from(own).equals(name)))
}

/** Whether the list names this serial number, for whatever reason. */
export function isListed({ entries }: RevocationList, serial: string): boolean {
  const number = Buffer.from(serial, 'hex')
  const wanted = Buffer.concat([Uint8Array.of(tags.integer, number.length), number])
  // The bytes may stand there by chance, in an extension; only then is it worth to read the entries one by one.
  return (
    Buffer.from(entries.buffer, entries.byteOffset, entries.length).includes(wanted) && holds(entries, wanted)
  )
}

function holds(entries: Uint8Array, wanted: Buffer): boolean {
  for (let at = 0; at < entries.length; ) {
    const entry = elementAt(entries, at)
    if (wanted.equals(elementAt(entry.content, 0).whole)) return true
    at += entry.whole.length
  }
  return false
}

/** Indirect lists, lists of some reasons and of attribute certificates are none of ours; they would look complete. */
function scopeOf(value: Der | undefined): Scope {
  if (!value) return { users: true, authorities: true, place: undefined }
  const parts = new Map(elementsOf(value).map((part) => [part.tag, part]))
  const says = (place: number) => {
    const part = parts.get(numberedValue(place))
    return part !== undefined && truthOf({ ...part, tag: tags.boolean })
  }
  if (parts.has(numberedValue(3)) || says(4) || says(5))
    throw malformed('the list is of a kind that we do not read')
  const place = parts.get(numbered(0))
  return {
    users: !says(2),
    authorities: !says(1),
    place: place && namesOfPlace(readDer(place.content)).names,
  }
}

const known: ReadonlySet<string> = new Set([
  extensionOids.authorityKey,
  extensionOids.listNumber,
  extensionOids.listScope,
  extensionOids.issuerOtherNames,
])

/** A critical extension that we do not know, such as that of a list of changes only, makes the list one of another kind. */
function requireKnown(extensions: ReadonlyMap<string, Extension>): void {
  for (const [oid, { critical }] of extensions)
    if (critical && !known.has(oid)) throw malformed('the list is of a kind that we do not read')
}
