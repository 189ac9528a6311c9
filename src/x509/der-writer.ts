import { tags } from './der.ts'

/** Writes one element of DER. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents)
  return new Uint8Array(Buffer.concat([Uint8Array.of(tag), lengthOf(content.length), content]))
}

export const sequence = (...contents: readonly Uint8Array[]) => der(tags.sequence, ...contents)
export const octets = (bytes: Uint8Array) => der(tags.octets, bytes)

/** An object identifier in dots. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(tags.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(number: number): readonly number[] {
  if (number < 128) return [number]
  return [...base128(Math.floor(number / 128)).map((byte) => byte | 0x80), number & 0x7f]
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  const bytes = Buffer.from(length.toString(16).padStart(length < 0x100 ? 2 : 4, '0'), 'hex')
  return Uint8Array.of(0x80 | bytes.length, ...bytes)
}
