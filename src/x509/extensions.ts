import type { Certificate, Extension } from './certificate.ts'
import { type Der, elementsOf, fieldsOf, numbered, numberedValue, readDer, tags } from './der.ts'
import { type GeneralName, readGeneralName } from './general-name.ts'
import { extensionOids, userPrincipalName } from './oids.ts'
import { asciiOf, namedBitsOf, oidOf, smallNumberOf, textOf, truthOf } from './values.ts'

type Extended = Pick<Certificate, 'extensions'>

/** Whether it may issue others, and over how many more. Undefined where it says nothing of it. */
export function basicConstraintsOf(
  certificate: Extended,
): { readonly authority: boolean; readonly pathLength: number | undefined } | undefined {
  const value = valueIn(certificate, extensionOids.basicConstraints)
  if (!value) return undefined
  const fields = fieldsOf(value)
  const authority = fields.maybe(tags.boolean)
  const length = fields.maybe(tags.integer)
  fields.end()
  return {
    authority: authority !== undefined && truthOf(authority),
    pathLength: length && smallNumberOf(length),
  }
}

/** What a key may be used for: bits of RFC 5280 §4.2.1.3. */
export const keyUsages = { digitalSignature: 0, certificateSigning: 5, listSigning: 6 } as const

/** True where the key may be used so, or where nothing is said of it. */
export function mayUseKeyFor(certificate: Extended, usage: number): boolean {
  const value = valueIn(certificate, extensionOids.keyUsage)
  return value === undefined || namedBitsOf(value).has(usage)
}

/** Purposes, as identifiers; undefined where nothing is said of it. */
export function purposesOf(certificate: Extended): readonly string[] | undefined {
  const value = valueIn(certificate, extensionOids.purposes)
  return value && elementsOf(value).map((purpose) => oidOf(purpose))
}

/** Policies, as identifiers; undefined where nothing is said of it. What qualifies them is read over. */
export function policiesOf(certificate: Extended): readonly string[] | undefined {
  const value = valueIn(certificate, extensionOids.policies)
  return value && elementsOf(value).map((policy) => oidOf(fieldsOf(policy).take(tags.oid)))
}

/** Policies of the issuer that this authority declares to be others below it, by pairs (RFC 5280 §4.2.1.5). */
export function mappedPoliciesOf(certificate: Extended): readonly (readonly [string, string])[] {
  const value = valueIn(certificate, extensionOids.policyMappings)
  return (value ? elementsOf(value) : []).map((mapping) => {
    const fields = fieldsOf(mapping)
    return [oidOf(fields.take(tags.oid)), oidOf(fields.take(tags.oid))]
  })
}

/** After how many more certificates a policy must be named (RFC 5280 §4.2.1.11). */
export function explicitPolicyAfter(certificate: Extended): number | undefined {
  const value = valueIn(certificate, extensionOids.policyConstraints)
  const required = value && fieldsOf(value).maybe(numberedValue(0))
  return required && smallNumberOf(required, numberedValue(0))
}

/** After how many more certificates "any policy" no longer counts (RFC 5280 §4.2.1.14). */
export function anyPolicyUntil(certificate: Extended): number | undefined {
  const value = valueIn(certificate, extensionOids.inhibitAnyPolicy)
  return value && smallNumberOf(value)
}

/** All names besides the subject. */
export function otherNamesOf(certificate: Extended): readonly GeneralName[] {
  const value = valueIn(certificate, extensionOids.otherNames)
  return value ? elementsOf(value).map(readGeneralName) : []
}

export function emailsOf(certificate: Extended): readonly string[] {
  return otherNamesOf(certificate).flatMap((name) => (name.kind === 'email' ? name.text : []))
}

/** The names by which Windows knows its holder. */
export function principalNamesOf(certificate: Extended): readonly string[] {
  return otherNamesOf(certificate).flatMap((name) =>
    name.kind === 'other' && name.oid === userPrincipalName ? (textOf(name.value) ?? []) : [],
  )
}

/** The identifier of its own key. */
export function subjectKeyOf(certificate: Extended): Uint8Array | undefined {
  return valueIn(certificate, extensionOids.subjectKey)?.content
}

/** The identifier of the key that signed it. */
export function authorityKeyOf({ extensions }: { readonly extensions: ReadonlyMap<string, Extension> }) {
  const value = extensions.get(extensionOids.authorityKey)?.value
  return value && fieldsOf(value).maybe(numberedValue(0))?.content
}

/** Where the lists lie on which it would stand: addresses and other names, as they are encoded too. */
export interface ListPlace {
  readonly addresses: readonly string[]
  readonly names: readonly Uint8Array[]
}

export function listPlacesOf(certificate: Extended): readonly ListPlace[] {
  const value = valueIn(certificate, extensionOids.listPlaces)
  return value ? elementsOf(value).map(readListPlace) : []
}

function readListPlace(der: Der): ListPlace {
  const place = fieldsOf(der).maybe(numbered(0))
  return place ? namesOfPlace(readDer(place.content)) : { addresses: [], names: [] }
}

/** The `fullName` of a place; a name relative to its issuer is read over. */
export function namesOfPlace(der: Der): ListPlace {
  if (der.tag !== numbered(0)) return { addresses: [], names: [] }
  const names = elementsOf(der, numbered(0))
  const addresses = names.flatMap((name) => (name.tag === numberedValue(6) ? asciiOf(name) : []))
  return { addresses, names: names.map((name) => name.whole) }
}

const statusProtocol = '1.3.6.1.5.5.7.48.1'

/** Where the status of this certificate can be asked (OCSP). */
export function statusAddressesOf(certificate: Extended): readonly string[] {
  const value = valueIn(certificate, extensionOids.authorityAccess)
  const descriptions = value ? elementsOf(value) : []
  return descriptions.flatMap((description) => {
    const fields = fieldsOf(description)
    const isStatus = oidOf(fields.take(tags.oid)) === statusProtocol
    const place = fields.any()
    return isStatus && place.tag === numberedValue(6) ? asciiOf(place) : []
  })
}

function valueIn({ extensions }: Extended, oid: string): Der | undefined {
  return extensions.get(oid)?.value
}
