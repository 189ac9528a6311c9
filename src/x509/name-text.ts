import { attributeNames } from './oids.ts'

/** An attribute of a name as it was written: its text, or its bytes where it was written as such. */
export type WrittenAttribute =
  | { readonly oid: string; readonly text: string }
  | { readonly oid: string; readonly hex: string }

const mostParts = 32

/** Attribute types by their names in any spelling. Not all of them stand in RFC 4514, but OpenSSL writes them so. */
const oidsByName = new Map(
  [...Object.entries(attributeNames), ['1.2.840.113549.1.9.1', 'E'] as const].map(([oid, name]) => [
    name.toLowerCase(),
    oid,
  ]),
)

/**
 * A name as text (RFC 4514): its parts as certificates hold them, the widest first. Undefined where it is none, or
 * where an attribute is not known by its name.
 */
export function readNameText(text: string): readonly (readonly WrittenAttribute[])[] | undefined {
  const parts = splitAt(text, ',').map((part) => splitAt(part, '+').map(readAttribute))
  if (parts.length > mostParts) return undefined
  const known = parts.map((part) => part.filter((attribute) => attribute !== undefined))
  const isWhole = known.every((part, place) => part.length === parts[place]?.length)
  return isWhole ? known.toReversed() : undefined
}

/** Where a sign stands that is not escaped. */
function splitAt(text: string, sign: ',' | '+'): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  for (const one of text.match(/\\?./gs) ?? []) {
    if (one === sign) pieces.push(piece)
    piece = one === sign ? '' : piece + one
  }
  return [...pieces, piece]
}

function readAttribute(text: string): WrittenAttribute | undefined {
  const [, type = '', value = ''] = /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=(.*)$/s.exec(text) ?? []
  const oid = /^\d/.test(type) ? type : oidsByName.get(type.toLowerCase())
  if (oid === undefined) return undefined
  const hex = /^\s*#((?:[0-9A-Fa-f]{2})+)\s*$/.exec(value)?.[1]
  if (hex !== undefined) return { oid, hex: hex.toLowerCase() }
  const read = unescaped(value)
  return read === undefined ? undefined : { oid, text: read }
}

/** Signs behind a backslash stand for themselves, two hexadecimal digits for a byte of UTF-8. */
function unescaped(value: string): string | undefined {
  if (/[";<>]/.test(value.replaceAll(/\\./gs, '')) || /(^|[^\\])(\\\\)*\\$/.test(value)) return undefined
  const bytes = value
    .trim()
    .replaceAll(/((?:\\[0-9A-Fa-f]{2})+)|\\(.)/gs, (_, hex: string | undefined, sign: string) =>
      hex === undefined ? sign : Buffer.from(hex.replaceAll('\\', ''), 'hex').toString('utf8'),
    )
  return bytes === '' ? undefined : bytes
}
