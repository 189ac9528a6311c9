import { numbered, tags } from './der.ts'

/** Writes one element of DER. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents)
  return new Uint8Array(Buffer.concat([Uint8Array.of(tag), lengthOf(content.length), content]))
}

export const sequence = (...contents: readonly Uint8Array[]) => der(tags.sequence, ...contents)
export const set = (...contents: readonly Uint8Array[]) => der(tags.set, ...contents)
export const octets = (bytes: Uint8Array) => der(tags.octets, bytes)
export const nothing = () => der(tags.nothing)
export const truth = () => der(tags.boolean, Uint8Array.of(0xff))
export const utf8 = (text: string) => der(0x0c, Buffer.from(text, 'utf8'))
/** `[2]` of a structure, holding other elements. */
export const within = (place: number, ...contents: readonly Uint8Array[]) => der(numbered(place), ...contents)

/** A number that is not negative: small, or as bytes, the most significant first. */
export function integer(value: number | Uint8Array): Uint8Array {
  const bytes = typeof value === 'number' ? bytesOf(value) : value
  const [first = 0] = bytes
  return der(tags.integer, first >= 0x80 ? Uint8Array.of(0) : new Uint8Array(), bytes)
}

/** A string of bits of which the last ones of the last byte do not count. */
export function bits(bytes: Uint8Array, unused = 0): Uint8Array {
  return der(tags.bits, Uint8Array.of(unused), bytes)
}

/** A moment in whole seconds, in the form that RFC 5280 §4.1.2.5 asks for: two digits of the year until 2049. */
export function time(at: number): Uint8Array {
  return new Date(at).getUTCFullYear() < 2050
    ? der(tags.utcTime, Buffer.from(stamp(at).slice(2), 'latin1'))
    : generalizedTime(at)
}

export function generalizedTime(at: number): Uint8Array {
  return der(tags.generalizedTime, Buffer.from(stamp(at), 'latin1'))
}

/** An object identifier in dots. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(tags.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)))
}

/** `20270115080000Z`. */
function stamp(at: number): string {
  return `${new Date(at).toISOString().replace(/[-:T]|\..*/g, '')}Z`
}

function bytesOf(number: number): Uint8Array {
  const hex = number.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
}

function base128(number: number): readonly number[] {
  if (number < 128) return [number]
  return [...base128(Math.floor(number / 128)).map((byte) => byte | 0x80), number & 0x7f]
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  const bytes = bytesOf(length)
  return Uint8Array.of(0x80 | bytes.length, ...bytes)
}
