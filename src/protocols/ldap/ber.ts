import { BerReader } from 'ldapts'

/** Something that is no message: nothing after it can be believed either. */
export class Malformed extends Error {}

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

/** Bytes of one message: a filter with some names in it is far shorter. */
const longest = 64 * 1024

/** Takes a stream apart into whole messages. Throws `Malformed` for what never becomes one. */
export function openFraming() {
  let waiting: Buffer = Buffer.alloc(0)
  return {
    take(chunk: Buffer): readonly Buffer[] {
      waiting = Buffer.concat([waiting, chunk])
      const whole: Buffer[] = []
      for (let end = endOf(waiting); end !== undefined && end <= waiting.length; end = endOf(waiting)) {
        whole.push(waiting.subarray(0, end))
        waiting = waiting.subarray(end)
      }
      return whole
    },
  }
}

/** Where the first message ends; undefined while that cannot be told yet. */
function endOf(bytes: Buffer): number | undefined {
  const [tag, first, ...size] = bytes.subarray(0, 6)
  if (tag === undefined || first === undefined) return undefined
  if (tag !== 0x30) throw new Malformed(`tag ${tag}`)
  if (first < 0x80) return 2 + first
  const bytesOfSize = first & 0x7f
  if (bytesOfSize === 0 || bytesOfSize > 4) throw new Malformed('length')
  if (size.length < bytesOfSize) return undefined
  const length = size.slice(0, bytesOfSize).reduce((all, byte) => all * 256 + byte, 0)
  if (length > longest) throw new Malformed('too long')
  return 2 + bytesOfSize + length
}
