import { invalidMigrationPayload } from '../errors.ts'

/** One field of a message: a varint as bigint, or the bytes of a string, a message or bytes. */
export interface Field {
  readonly number: number
  readonly value: bigint | Uint8Array
}

/** The fields of a message in their order. Knows varints and length-delimited fields, and passes over fixed ones. */
export function readFields(message: Uint8Array): Field[] {
  const fields: Field[] = []
  let position = 0
  while (position < message.length) {
    const tag = readVarint(message, position)
    const number = Number(tag.value >> 3n)
    if (number === 0) throw invalidMigrationPayload('a field has no number')
    const body = readBody(message, tag.end, Number(tag.value & 7n))
    if (body.value !== undefined) fields.push({ number, value: body.value })
    position = body.end
  }
  return fields
}

/** Writes fields in the order given; a varint of 0 is left out, as proto3 does. */
export function writeFields(fields: readonly Field[]): Uint8Array {
  const bytes: number[] = []
  for (const { number, value } of fields) {
    if (typeof value !== 'bigint') {
      writeVarint(bytes, BigInt(number * 8 + lengthDelimited))
      writeVarint(bytes, BigInt(value.length))
      for (const byte of value) bytes.push(byte)
    } else if (value !== 0n) {
      writeVarint(bytes, BigInt(number * 8 + varint))
      writeVarint(bytes, BigInt.asUintN(64, value))
    }
  }
  return Uint8Array.from(bytes)
}

const varint = 0
const fixed64 = 1
const lengthDelimited = 2
const fixed32 = 5

function readBody(message: Uint8Array, start: number, wireType: number) {
  switch (wireType) {
    case varint:
      return readVarint(message, start)
    case lengthDelimited: {
      const length = readVarint(message, start)
      const end = length.end + Number(length.value)
      return { value: message.subarray(length.end, within(message, end)), end }
    }
    case fixed32:
      return { value: undefined, end: within(message, start + 4) }
    case fixed64:
      return { value: undefined, end: within(message, start + 8) }
    default:
      throw invalidMigrationPayload('a field has an unknown form')
  }
}

function readVarint(message: Uint8Array, start: number): { value: bigint; end: number } {
  let value = 0n
  for (let i = 0; i < 10; i++) {
    const byte = message[start + i]
    if (byte === undefined) throw invalidMigrationPayload('it ends too early')
    value |= BigInt(byte & 0x7f) << BigInt(7 * i)
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: start + i + 1 }
  }
  throw invalidMigrationPayload('a number is too long')
}

function writeVarint(bytes: number[], value: bigint): void {
  let rest = value
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  bytes.push(Number(rest))
}

function within(message: Uint8Array, end: number): number {
  if (end > message.length) throw invalidMigrationPayload('it ends too early')
  return end
}
