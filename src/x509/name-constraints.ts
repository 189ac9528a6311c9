import type { Certificate } from './certificate.ts'
import { elementsOf, fieldsOf, numbered } from './der.ts'
import { malformed } from './errors.ts'
import { otherNamesOf } from './extensions.ts'
import { type GeneralName, readGeneralName } from './general-name.ts'
import { isEmptyName, isUnder, textsOf } from './name.ts'
import { emailAttribute, extensionOids } from './oids.ts'

/** What names an authority may issue for (RFC 5280 §4.2.1.10). */
export interface NameConstraints {
  readonly permitted: readonly GeneralName[]
  readonly excluded: readonly GeneralName[]
}

export function nameConstraintsOf({
  extensions,
}: Pick<Certificate, 'extensions'>): NameConstraints | undefined {
  const value = extensions.get(extensionOids.nameConstraints)?.value
  if (!value) return undefined
  const fields = fieldsOf(value)
  const permitted = fields.maybe(numbered(0))
  const excluded = fields.maybe(numbered(1))
  fields.end()
  return {
    permitted: permitted ? elementsOf(permitted, numbered(0)).map(readSubtree) : [],
    excluded: excluded ? elementsOf(excluded, numbered(1)).map(readSubtree) : [],
  }
}

/** Minimum and maximum have no use and must be left out (RFC 5280 §4.2.1.10). */
function readSubtree(der: Parameters<typeof fieldsOf>[0]): GeneralName {
  const fields = fieldsOf(der)
  const base = readGeneralName(fields.any())
  fields.end()
  return base
}

/** Whether every name of a certificate lies where every authority above it may issue. */
export function isWithin(certificate: Certificate, constraints: readonly NameConstraints[]): boolean {
  const names = namesOf(certificate)
  return constraints.every(({ permitted, excluded }) =>
    names.every((name) => {
      const ofKind = permitted.filter((base) => isOfKind(name, base))
      const inside = ofKind.length === 0 || ofKind.some((base) => matches(name, base))
      return inside && !excluded.some((base) => isOfKind(name, base) && matches(name, base, 'excluded'))
    }),
  )
}

/** The subject counts as a name, and an address in it as an address where there is no other (RFC 5280 §4.2.1.10). */
function namesOf(certificate: Certificate): readonly GeneralName[] {
  const { subject } = certificate
  const others = otherNamesOf(certificate)
  const directory = isEmptyName(subject) ? [] : [{ kind: 'directory', name: subject } as const]
  const addressed = others.some(({ kind }) => kind === 'email')
  const addresses = addressed ? [] : textsOf(subject, emailAttribute)
  return [...others, ...directory, ...addresses.map((text) => ({ kind: 'email', text }) as const)]
}

function isOfKind(name: GeneralName, base: GeneralName): boolean {
  if (name.kind === 'other' && base.kind === 'other') return name.oid === base.oid
  if (name.kind === 'unread' && base.kind === 'unread') return name.tag === base.tag
  return name.kind === base.kind
}

/** A kind that we cannot compare lies within nothing that is permitted, and within all that is excluded. */
function matches(
  name: GeneralName,
  base: GeneralName,
  list: 'permitted' | 'excluded' = 'permitted',
): boolean {
  if (name.kind === 'directory' && base.kind === 'directory') return isUnder(name.name, base.name)
  if (name.kind === 'ip' && base.kind === 'ip') return isInNetwork(name.bytes, base.bytes)
  if (name.kind === 'email' && base.kind === 'email') return isAddressUnder(name.text, base.text)
  if (name.kind === 'dns' && base.kind === 'dns') return isHostUnder(name.text, base.text)
  if (name.kind === 'uri' && base.kind === 'uri') return isHostUnder(hostOf(name.text), base.text, 'exact')
  return list === 'excluded'
}

function isAddressUnder(address: string, base: string): boolean {
  const at = address.lastIndexOf('@')
  const [mailbox, host] = [address.slice(0, at), address.slice(at + 1).toLowerCase()]
  const baseAt = base.lastIndexOf('@')
  if (baseAt < 0) return isHostUnder(host, base, 'exact')
  return mailbox === base.slice(0, baseAt) && host === base.slice(baseAt + 1).toLowerCase()
}

/** `example.com` covers what lies below it, too, save where only `.example.com` does that: in addresses. */
function isHostUnder(host: string, base: string, rule?: 'exact'): boolean {
  const [own, root] = [host.toLowerCase(), base.toLowerCase()]
  if (root === '') return true
  if (root.startsWith('.')) return own.endsWith(root)
  return own === root || (rule !== 'exact' && own.endsWith(`.${root}`))
}

function hostOf(uri: string): string {
  return URL.parse(uri)?.hostname ?? ''
}

function isInNetwork(address: Uint8Array, network: Uint8Array): boolean {
  const size = network.length / 2
  if (size !== 4 && size !== 16) throw malformed('a network is none')
  return (
    address.length === size &&
    address.every((byte, place) => {
      const mask = network[size + place] ?? 0
      return (byte & mask) === ((network[place] ?? 0) & mask)
    })
  )
}
