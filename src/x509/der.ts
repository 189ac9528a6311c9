import { malformed } from './errors.ts'

/** One element of a DER text (X.690): its tag, what it holds, and the whole of it as it was signed. */
export interface Der {
  readonly tag: number
  readonly content: Uint8Array
  readonly whole: Uint8Array
}

/** Identifier octets. `0xa0` and on: what a structure numbers itself, holding others; `0x80` and on: holding a value. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  nothing: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const

/** `[2]` of a structure, holding other elements; `[702]`, too, whose number has bytes of its own. */
export function numbered(place: number): number {
  return place < longTag ? 0xa0 | place : withNumber(0xbf, place)
}

/** `[2]` of a structure, holding a value. */
export function numberedValue(place: number): number {
  return place < longTag ? 0x80 | place : withNumber(0x9f, place)
}

/** From here on the number of a tag stands behind its first byte. */
const longTag = 31
const mostTags = 0xffff

function withNumber(first: number, place: number): number {
  return first * (mostTags + 1) + place
}

/** The one element that the bytes are. Throws `x509.malformed` where they are anything else. */
export function readDer(bytes: Uint8Array): Der {
  const der = elementAt(bytes, 0)
  if (der.whole.length !== bytes.length) throw malformed('bytes are left over')
  return der
}

/** Whether the bytes begin with a whole element, and where that ends. */
export function elementAt(bytes: Uint8Array, start: number): Der {
  const { tag, end: tagEnd } = tagAt(bytes, start)
  const { length, at } = lengthAt(bytes, tagEnd)
  const end = at + length
  if (end > bytes.length) throw malformed('an element is cut off')
  return { tag, content: bytes.subarray(at, end), whole: bytes.subarray(start, end) }
}

/** The elements inside one that must have this tag. */
export function elementsOf(der: Der, tag: number = tags.sequence): readonly Der[] {
  const elements: Der[] = []
  const content = contentOf(der, tag)
  for (let at = 0; at < content.length; ) {
    const element = elementAt(content, at)
    elements.push(element)
    at += element.whole.length
  }
  return elements
}

export function contentOf(der: Der | undefined, tag: number): Uint8Array {
  if (der?.tag !== tag) throw malformed('an element is missing, or another one stands in its place')
  return der.content
}

/** Reads the elements of a structure in their order. */
export interface Fields {
  /** The next one, which must be there. */
  take(tag: number): Der
  /** The next one where it has this tag. */
  maybe(tag: number): Der | undefined
  /** The next one, whatever it is. */
  any(): Der
  /** Throws where something is left. */
  end(): void
}

export function fieldsOf(der: Der, tag: number = tags.sequence): Fields {
  const elements = elementsOf(der, tag)
  let next = 0
  const fields: Fields = {
    take(wanted) {
      const found = fields.maybe(wanted)
      if (!found) throw malformed('a structure has not the order that it must have')
      return found
    },
    maybe(wanted) {
      const element = elements[next]
      if (element?.tag !== wanted) return undefined
      next++
      return element
    },
    any() {
      const element = elements[next]
      if (!element) throw malformed('a structure is too short')
      next++
      return element
    },
    end() {
      if (next < elements.length) throw malformed('a structure holds more than it may')
    },
  }
  return fields
}

/** One byte, or as few more as its number takes (X.690 §8.1.2.4). */
function tagAt(bytes: Uint8Array, start: number): { readonly tag: number; readonly end: number } {
  const first = byteAt(bytes, start)
  if ((first & 0x1f) !== 0x1f) return { tag: first, end: start + 1 }
  let place = 0
  for (let at = start + 1; ; at++) {
    const byte = byteAt(bytes, at)
    place = place * 128 + (byte & 0x7f)
    if (place === 0 || place > mostTags) throw malformed('a tag is longer than it must be, or beyond reason')
    if (byte & 0x80) continue
    if (place < longTag) throw malformed('a tag is longer than it must be')
    return { tag: withNumber(first, place), end: at + 1 }
  }
}

/** Definite, and as short as it can be: DER has one spelling for everything. */
function lengthAt(bytes: Uint8Array, start: number): { readonly length: number; readonly at: number } {
  const first = byteAt(bytes, start)
  if (first < 0x80) return { length: first, at: start + 1 }
  const size = first & 0x7f
  if (size === 0 || size > 4) throw malformed('a length is indefinite or beyond reason')
  let length = 0
  for (let place = 1; place <= size; place++) length = length * 256 + byteAt(bytes, start + place)
  const shortest = length >= 0x80 && byteAt(bytes, start + 1) !== 0
  if (!shortest) throw malformed('a length is longer than it must be')
  return { length, at: start + 1 + size }
}

function byteAt(bytes: Uint8Array, place: number): number {
  const byte = bytes[place]
  if (byte === undefined) throw malformed('an element is cut off')
  return byte
}
