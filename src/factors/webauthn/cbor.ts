import { checkFailed } from './errors.ts'

/** What authenticators send in CBOR: no tags, no floats, nothing of indefinite length. */
export type Cbor = number | string | boolean | null | Uint8Array | readonly Cbor[] | CborMap
export type CborMap = ReadonlyMap<number | string, Cbor>

/** A value, and where the next one starts. */
interface Item {
  readonly value: Cbor
  readonly end: number
}

/** CTAP 2.1 §8: messages nest four levels at most. */
const deepest = 8
const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** One value and nothing after it. Throws the check `form`. */
export function decodeCbor(bytes: Uint8Array): Cbor {
  const { value, end } = decodeCborAt(bytes, 0)
  if (end !== bytes.length) throw malformed('bytes are left over')
  return value
}

/**
 * The value that starts at `offset`, in the canonical form of CTAP 2.1 §8: lengths as short as can be and definite, no
 * key twice. What has two spellings would let two readers understand two things.
 */
export function decodeCborAt(bytes: Uint8Array, offset: number): Item {
  return itemAt(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset, 0)
}

/** A map; anything else fails the check `form`. */
export function asMap(value: Cbor | undefined): CborMap {
  if (!(value instanceof Map)) throw malformed('a map was expected')
  return value
}

export function asBytes(value: Cbor | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw malformed('bytes were expected')
  return value
}

function itemAt(view: DataView, offset: number, depth: number): Item {
  if (depth > deepest) throw malformed('nests too deep')
  const first = byteAt(view, offset)
  const major = first >> 5
  if (major === 7) return { value: simple(first & 0x1f), end: offset + 1 }
  const { argument, end } = argumentAt(view, offset)
  if (major === 0) return { value: argument, end }
  if (major === 1) return { value: -1 - argument, end }
  if (major === 2) return { value: bytesAt(view, end, argument), end: end + argument }
  if (major === 3) return { value: textAt(view, end, argument), end: end + argument }
  if (major === 4) return arrayAt(view, end, argument, depth)
  if (major === 5) return mapAt(view, end, argument, depth)
  throw malformed('has a tag')
}

function simple(argument: number): Cbor {
  if (argument === 20) return false
  if (argument === 21) return true
  if (argument === 22) return null
  throw malformed('has a value that authenticators do not send')
}

function argumentAt(view: DataView, offset: number): { readonly argument: number; readonly end: number } {
  const info = byteAt(view, offset) & 0x1f
  if (info < 24) return { argument: info, end: offset + 1 }
  const size = { 24: 1, 25: 2, 26: 4 }[info]
  if (size === undefined) throw malformed('has a length that is indefinite or beyond reason')
  const argument = [...bytesAt(view, offset + 1, size)].reduce((sum, byte) => sum * 256 + byte, 0)
  if (argument < { 1: 24, 2: 256, 4: 65_536 }[size as 1 | 2 | 4])
    throw malformed('has a length that is not the shortest')
  return { argument, end: offset + 1 + size }
}

function arrayAt(view: DataView, offset: number, count: number, depth: number): Item {
  const items: Cbor[] = []
  let end = offset
  for (let index = 0; index < count; index++) {
    const item = itemAt(view, end, depth + 1)
    items.push(item.value)
    end = item.end
  }
  return { value: items, end }
}

function mapAt(view: DataView, offset: number, count: number, depth: number): Item {
  const entries = new Map<number | string, Cbor>()
  let end = offset
  for (let index = 0; index < count; index++) {
    const key = itemAt(view, end, depth + 1)
    if (typeof key.value !== 'number' && typeof key.value !== 'string') throw malformed('has a strange key')
    if (entries.has(key.value)) throw malformed('has a key twice')
    const item = itemAt(view, key.end, depth + 1)
    entries.set(key.value, item.value)
    end = item.end
  }
  return { value: entries, end }
}

function textAt(view: DataView, offset: number, length: number): string {
  try {
    return text.decode(bytesAt(view, offset, length))
  } catch (cause) {
    throw malformed('has text that is no UTF-8', cause)
  }
}

function bytesAt(view: DataView, offset: number, length: number): Uint8Array {
  if (offset + length > view.byteLength) throw malformed('ends too early')
  return new Uint8Array(view.buffer, view.byteOffset + offset, length)
}

function byteAt(view: DataView, offset: number): number {
  if (offset >= view.byteLength) throw malformed('ends too early')
  return view.getUint8(offset)
}

function malformed(why: string, cause?: unknown) {
  return checkFailed('form', `the CBOR ${why}`, cause)
}
