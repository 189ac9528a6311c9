/** Networks with their records, in IPv4: `['203.0.113.0/24', { country: { iso_code: 'DE' } }]`. */
export type MaxMindRecords = readonly (readonly [string, unknown])[]

/** A small file in the format of MaxMind (MaxMind DB 2.0), for addresses of IPv4. */
export function maxMindFile(records: MaxMindRecords, databaseType = 'Test-Country'): Buffer {
  const data = openData()
  const root = openNode()
  for (const [network, record] of records) insert(root, network, data.add(record))
  const nodes = numbered(root)
  const tree = Buffer.concat(nodes.map((node) => nodeBytes(node, nodes)))
  const metadata = {
    node_count: nodes.length,
    record_size: 24,
    ip_version: 4,
    database_type: databaseType,
    languages: ['en'],
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_780_000_000,
    description: { en: 'made by a test' },
  }
  const marker = Buffer.concat([Buffer.from('abcdef', 'hex'), Buffer.from('MaxMind.com')])
  return Buffer.concat([tree, Buffer.alloc(16), data.bytes(), marker, encode(metadata)])
}

/** Left and right: another node, where a record begins, or nothing. */
interface Node {
  readonly sides: [Node | number | undefined, Node | number | undefined]
}

function openNode(): Node {
  return { sides: [undefined, undefined] }
}

function insert(root: Node, network: string, offset: number): void {
  const [address = '', length = '32'] = network.split('/')
  const number = address.split('.').reduce((all, part) => all * 256 + Number(part), 0)
  let node = root
  for (let bit = 0; bit < Number(length); bit++) {
    const side = Math.floor(number / 2 ** (31 - bit)) % 2 === 0 ? 0 : 1
    if (bit === Number(length) - 1) {
      node.sides[side] = offset
      return
    }
    const next = node.sides[side]
    const inner = typeof next === 'object' ? next : openNode()
    node.sides[side] = inner
    node = inner
  }
}

function numbered(node: Node): readonly Node[] {
  return [node, ...node.sides.flatMap((side) => (typeof side === 'object' ? numbered(side) : []))]
}

function nodeBytes(node: Node, nodes: readonly Node[]): Buffer {
  const bytes = Buffer.alloc(6)
  for (const [index, side] of node.sides.entries()) {
    const nothing = nodes.length
    const value = typeof side === 'number' ? nothing + 16 + side : side ? nodes.indexOf(side) : nothing
    bytes.writeUIntBE(value, index * 3, 3)
  }
  return bytes
}

function openData() {
  let bytes = Buffer.alloc(0)
  return {
    add(record: unknown): number {
      const offset = bytes.length
      bytes = Buffer.concat([bytes, encode(record)])
      return offset
    },
    bytes: () => bytes,
  }
}

function encode(value: unknown): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return Buffer.concat([control(6, 4), bytes])
  }
  if (Array.isArray(value)) return Buffer.concat([extended(11, value.length), ...value.map(encode)])
  const entries = Object.entries(value as Readonly<Record<string, unknown>>)
  return Buffer.concat([control(7, entries.length), ...entries.flat().map(encode)])
}

function control(type: number, size: number): Buffer {
  return Buffer.from([(type << 5) | size])
}

function extended(type: number, size: number): Buffer {
  return Buffer.from([size, type - 7])
}
