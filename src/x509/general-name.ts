import { type Der, elementsOf, numbered, numberedValue, readDer } from './der.ts'
import { malformed } from './errors.ts'
import { type Name, readName } from './name.ts'
import { asciiOf, oidOf } from './values.ts'

/** A name of any of the kinds that certificates carry (RFC 5280 §4.2.1.6). */
export type GeneralName =
  | { readonly kind: 'email' | 'dns' | 'uri'; readonly text: string }
  | { readonly kind: 'ip'; readonly bytes: Uint8Array }
  | { readonly kind: 'directory'; readonly name: Name }
  | { readonly kind: 'other'; readonly oid: string; readonly value: Der }
  /** Read over: nobody is identified by it. */
  | { readonly kind: 'unread'; readonly tag: number }

const places = { other: 0, email: 1, dns: 2, directory: 4, uri: 6, ip: 7 } as const

export function readGeneralName(der: Der): GeneralName {
  switch (der.tag) {
    case numberedValue(places.email):
      return { kind: 'email', text: asciiOf(der) }
    case numberedValue(places.dns):
      return { kind: 'dns', text: asciiOf(der) }
    case numberedValue(places.uri):
      return { kind: 'uri', text: asciiOf(der) }
    case numberedValue(places.ip):
      return { kind: 'ip', bytes: der.content }
    case numbered(places.directory):
      return { kind: 'directory', name: readName(readDer(der.content)) }
    case numbered(places.other):
      return readOtherName(der)
    default:
      return { kind: 'unread', tag: der.tag }
  }
}

function readOtherName(der: Der): GeneralName {
  const [type, explicit, ...more] = elementsOf(der, numbered(places.other))
  if (!type || !explicit || more.length > 0) throw malformed('a name of another kind is none')
  return { kind: 'other', oid: oidOf(type), value: readDer(explicitContent(explicit)) }
}

function explicitContent({ tag, content }: Der): Uint8Array {
  if (tag !== numbered(0)) throw malformed('a name of another kind is none')
  return content
}
