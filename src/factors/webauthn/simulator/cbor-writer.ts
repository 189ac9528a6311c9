/** What the simulated keys send. */
export type Writable = number | string | boolean | Uint8Array | readonly Writable[] | WritableMap
export type WritableMap = ReadonlyMap<number | string, Writable>

/** CBOR in the canonical form of CTAP 2.1 §8; entries keep the order in which they were put in. */
export function encodeCbor(value: Writable): Uint8Array {
  if (typeof value === 'boolean') return Uint8Array.of(value ? 0xf5 : 0xf4)
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return join(head(3, Buffer.byteLength(value)), Buffer.from(value, 'utf8'))
  if (value instanceof Uint8Array) return join(head(2, value.length), value)
  if (value instanceof Map) {
    const entries = [...(value as WritableMap)].flatMap(([key, item]) => [encodeCbor(key), encodeCbor(item)])
    return join(head(5, value.size), ...entries)
  }
  const items = value as readonly Writable[]
  return join(head(4, items.length), ...items.map(encodeCbor))
}

function head(major: number, argument: number): Uint8Array {
  const type = major << 5
  if (argument < 24) return Uint8Array.of(type | argument)
  if (argument < 256) return Uint8Array.of(type | 24, argument)
  const size = argument < 65_536 ? 2 : 4
  const bytes = Buffer.alloc(1 + size)
  bytes[0] = type | (size === 2 ? 25 : 26)
  bytes.writeUIntBE(argument, 1, size)
  return bytes
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
