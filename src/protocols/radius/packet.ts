/** The codes of RFC 2865 §3, RFC 2866 §3 and RFC 5997 §3 that we know. */
export const codes = {
  accessRequest: 1,
  accessAccept: 2,
  accessReject: 3,
  accountingRequest: 4,
  accountingResponse: 5,
  accessChallenge: 11,
  statusServer: 12,
} as const

/** The attributes of RFC 2865 §5 and RFC 3579 §3.2 that we read or write. */
export const types = {
  userName: 1,
  userPassword: 2,
  filterId: 11,
  replyMessage: 18,
  state: 24,
  class: 25,
  vendorSpecific: 26,
  proxyState: 33,
  messageAuthenticator: 80,
} as const

export interface Attribute {
  readonly type: number
  readonly value: Uint8Array
}

export interface Packet {
  readonly code: number
  readonly id: number
  /** Sixteen bytes. */
  readonly authenticator: Uint8Array
  readonly attributes: readonly Attribute[]
  /** The packet itself, without what was padded behind it. */
  readonly bytes: Uint8Array
}

const headLength = 20
const longest = 4096
const longestValue = 253

/** A packet out of a datagram; undefined for what is none (RFC 2865 §3). Never throws, whatever comes. */
export function readPacket(datagram: Uint8Array): Packet | undefined {
  if (datagram.length < headLength) return undefined
  const view = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.length)
  const length = view.readUInt16BE(2)
  if (length < headLength || length > longest || length > view.length) return undefined
  const bytes = view.subarray(0, length)
  const attributes = readAttributes(bytes.subarray(headLength))
  return (
    attributes && {
      code: bytes.readUInt8(0),
      id: bytes.readUInt8(1),
      authenticator: bytes.subarray(4, headLength),
      attributes,
      bytes,
    }
  )
}

function readAttributes(bytes: Uint8Array): readonly Attribute[] | undefined {
  const attributes: Attribute[] = []
  for (let at = 0; at < bytes.length; ) {
    const [type, length] = [bytes[at], bytes[at + 1]]
    if (type === undefined || length === undefined || length < 2 || at + length > bytes.length)
      return undefined
    attributes.push({ type, value: bytes.subarray(at + 2, at + length) })
    at += length
  }
  return attributes
}

/** The values of one attribute, in the order in which they came. */
export function valuesOf({ attributes }: Pick<Packet, 'attributes'>, type: number): readonly Uint8Array[] {
  return attributes.filter((one) => one.type === type).map(({ value }) => value)
}

/** The value of an attribute that may stand once; undefined where it is missing or comes twice. */
export function onlyValueOf(packet: Pick<Packet, 'attributes'>, type: number): Uint8Array | undefined {
  const values = valuesOf(packet, type)
  return values.length === 1 ? values[0] : undefined
}

/** A packet as it goes over the wire. Throws a RangeError for what fits in none. */
export function writePacket({ code, id, authenticator, attributes }: Omit<Packet, 'bytes'>): Buffer {
  const parts = attributes.map(({ type, value }) => {
    if (value.length > longestValue) throw new RangeError('an attribute is longer than attributes are')
    return Buffer.concat([Buffer.from([type, value.length + 2]), value])
  })
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(headLength)
  head.writeUInt8(code, 0)
  head.writeUInt8(id, 1)
  head.writeUInt16BE(headLength + body.length, 2)
  head.set(authenticator, 4)
  if (head.length + body.length > longest) throw new RangeError('a packet is longer than packets are')
  return Buffer.concat([head, body])
}
