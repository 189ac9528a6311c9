import { checkFailed } from '../errors.ts'

/** One element of a DER text (X.690 §10): its tag, and what stands in it. */
export interface Der {
  /** `universal` tags are SEQUENCE and the like, `context` those that a structure numbers by itself. */
  readonly tagClass: 'universal' | 'application' | 'context' | 'private'
  readonly tag: number
  readonly constructed: boolean
  readonly content: Uint8Array
  /** The element itself, as it stands there. */
  readonly bytes: Uint8Array
}

/** Universal tags, as far as certificates use them. */
export const tags = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  oid: 6,
  enumerated: 10,
  sequence: 16,
  set: 17,
  utcTime: 23,
  generalizedTime: 24,
} as const

const classes = ['universal', 'application', 'context', 'private'] as const

/** The one element that the bytes are. Throws the check `attestation` where they are anything else. */
export function readDer(bytes: Uint8Array): Der {
  const { element, end } = elementAt(bytes, 0)
  if (end !== bytes.length) throw malformed('bytes are left over')
  return element
}

/** The elements inside one. */
export function inside(element: Der | undefined): readonly Der[] {
  if (!element?.constructed) throw malformed('an element holds no others')
  const elements: Der[] = []
  let offset = 0
  while (offset < element.content.length) {
    const { element: next, end } = elementAt(element.content, offset)
    elements.push(next)
    offset = end
  }
  return elements
}

/** The content of an element that must have this universal tag. */
export function contentOf(element: Der | undefined, tag: number): Uint8Array {
  if (element?.tagClass !== 'universal' || element.tag !== tag)
    throw malformed('an element is of another kind')
  return element.content
}

/** The element that a structure numbers so, among others. */
export function contextTag(elements: readonly Der[], tag: number): Der | undefined {
  return elements.find((element) => element.tagClass === 'context' && element.tag === tag)
}

/** A small number that is not negative. */
export function smallNumber(element: Der | undefined, tag: number = tags.integer): number {
  const content = contentOf(element, tag)
  if (content.length === 0 || content.length > 4 || (content[0] ?? 0) > 127)
    throw malformed('a number is out of range')
  return content.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** An object identifier in dots. */
export function oidOf(element: Der | undefined): string {
  const arcs = base128(contentOf(element, tags.oid))
  const [first = 0, ...rest] = arcs
  const top = Math.min(2, Math.floor(first / 40))
  return [top, first - top * 40, ...rest].join('.')
}

function elementAt(bytes: Uint8Array, offset: number): { readonly element: Der; readonly end: number } {
  const first = byteAt(bytes, offset)
  const { tag, end: tagEnd } =
    (first & 0x1f) === 0x1f ? longTag(bytes, offset + 1) : { tag: first & 0x1f, end: offset + 1 }
  const { length, end: start } = lengthAt(bytes, tagEnd)
  const end = start + length
  if (end > bytes.length) throw malformed('it ends too early')
  const element: Der = {
    tagClass: classes[first >> 6] ?? 'private',
    tag,
    constructed: (first & 0x20) !== 0,
    content: bytes.subarray(start, end),
    bytes: bytes.subarray(offset, end),
  }
  return { element, end }
}

/** Android numbers its facts beyond 30, in several bytes. */
function longTag(bytes: Uint8Array, offset: number) {
  let end = offset
  while (byteAt(bytes, end) & 0x80) end++
  const [tag = 0] = base128(bytes.subarray(offset, end + 1))
  if (tag < 0x1f || bytes[offset] === 0x80) throw malformed('a tag is not the shortest')
  return { tag, end: end + 1 }
}

function lengthAt(bytes: Uint8Array, offset: number) {
  const first = byteAt(bytes, offset)
  if (first < 0x80) return { length: first, end: offset + 1 }
  const size = first & 0x7f
  if (size === 0 || size > 3) throw malformed('a length is indefinite or beyond reason')
  const end = offset + 1 + size
  if (end > bytes.length) throw malformed('it ends too early')
  const length = bytes.subarray(offset + 1, end).reduce((sum, byte) => sum * 256 + byte, 0)
  if (length < 0x80 || bytes[offset + 1] === 0) throw malformed('a length is not the shortest')
  return { length, end }
}

function base128(content: Uint8Array): readonly number[] {
  const numbers: number[] = []
  let number = 0
  for (const byte of content) {
    number = number * 128 + (byte & 0x7f)
    if (number > Number.MAX_SAFE_INTEGER) throw malformed('a number is beyond reason')
    if (byte & 0x80) continue
    numbers.push(number)
    number = 0
  }
  if (numbers.length === 0 || (content.at(-1) ?? 0x80) & 0x80) throw malformed('a number has no end')
  return numbers
}

function byteAt(bytes: Uint8Array, offset: number): number {
  const byte = bytes[offset]
  if (byte === undefined) throw malformed('it ends too early')
  return byte
}

function malformed(why: string) {
  return checkFailed('attestation', `the DER is malformed: ${why}`)
}
