import { BerReader } from 'ldapts'
import { Malformed } from '../../kernel/ber.ts'

/** The library's reader takes a length of four bytes whose first bit is set for a negative one, and would go back by it. */
export class Reader extends BerReader {
  override readLength(from?: number): number | null {
    const offset = super.readLength(from)
    if (this.length < 0) throw new Malformed('length')
    return offset
  }
}

/** What a value is made of, alone; the reader goes on behind it. */
export function inner(reader: Reader): Reader {
  must(reader.readSequence())
  const { offset, length, remain } = reader
  if (length > remain) throw new Malformed('longer than what is there')
  reader.offset = offset + length
  return new Reader(reader.buffer.subarray(offset, offset + length))
}

export function must<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Malformed('ends too early')
  return value
}
