/** One DER element with a tag of one byte. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  return tagged(Uint8Array.of(tag), contents)
}

/** An element that its structure numbers: `[702] EXPLICIT …`. */
export function numbered(number: number, ...contents: readonly Uint8Array[]): Uint8Array {
  if (number < 31) return der(0xa0 | number, ...contents)
  return tagged(Uint8Array.of(0xbf, 0x80 | (number >> 7), number & 0x7f), contents)
}

export const sequence = (...contents: readonly Uint8Array[]) => der(0x30, ...contents)
export const set = (...contents: readonly Uint8Array[]) => der(0x31, ...contents)
export const octets = (bytes: Uint8Array) => der(0x04, bytes)
export const integer = (number: number) => der(0x02, Uint8Array.of(number))
export const enumerated = (number: number) => der(0x0a, Uint8Array.of(number))
export const utf8 = (text: string) => der(0x0c, Buffer.from(text, 'utf8'))

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(number: number): readonly number[] {
  if (number < 128) return [number]
  return [...base128(Math.floor(number / 128)).map((byte) => byte | 0x80), number & 0x7f]
}

function tagged(tag: Uint8Array, contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents)
  return new Uint8Array(Buffer.concat([tag, lengthOf(content.length), content]))
}

function lengthOf(length: number): Uint8Array {
  if (length < 128) return Uint8Array.of(length)
  return length < 256 ? Uint8Array.of(0x81, length) : Uint8Array.of(0x82, length >> 8, length & 0xff)
}
