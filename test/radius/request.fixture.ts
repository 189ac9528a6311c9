import { createHash, createHmac, randomBytes } from 'node:crypto'

export interface Asking {
  readonly secret: string
  readonly name?: string
  readonly typed?: string
  /** Without Message-Authenticator, as old systems ask. */
  readonly unsigned?: boolean
  readonly code?: number
  readonly id?: number
  readonly more?: readonly Buffer[]
}

export function field(type: number, value: Buffer | string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.from([type, bytes.length + 2]), bytes])
}

/** A request as RFC 2865 and RFC 3579 have it, by code that shares nothing with what reads it. */
export function accessRequest({
  secret,
  name,
  typed,
  unsigned,
  code = 1,
  id = 77,
  more = [],
}: Asking): Buffer {
  const authenticator = randomBytes(16)
  const body = Buffer.concat([
    ...(unsigned ? [] : [field(80, Buffer.alloc(16))]),
    ...(name === undefined ? [] : [field(1, name)]),
    ...(typed === undefined ? [] : [field(2, hide(typed, secret, authenticator))]),
    ...more,
  ])
  const head = Buffer.from([code, id, 0, 0])
  head.writeUInt16BE(20 + body.length, 2)
  const packet = Buffer.concat([head, authenticator, body])
  if (!unsigned) createHmac('md5', secret).update(packet).digest().copy(packet, 22)
  return packet
}

/** RFC 2865 §5.2. */
function hide(text: string, secret: string, authenticator: Buffer): Buffer {
  const typed = Buffer.from(text)
  const padded = Buffer.concat([
    typed,
    Buffer.alloc(typed.length === 0 ? 16 : (16 - (typed.length % 16)) % 16),
  ])
  const hidden: Buffer[] = []
  let before = authenticator
  for (let at = 0; at < padded.length; at += 16) {
    const pad = createHash('md5').update(secret).update(before).digest()
    before = Buffer.from(padded.subarray(at, at + 16).map((byte, index) => byte ^ (pad[index] ?? 0)))
    hidden.push(before)
  }
  return Buffer.concat(hidden)
}

/** The first value of an attribute of an answer. */
export function valueIn(packet: Buffer, type: number): Buffer | undefined {
  for (let at = 20; at < packet.length; at += packet[at + 1] ?? packet.length)
    if (packet[at] === type) return packet.subarray(at + 2, at + (packet[at + 1] ?? 0))
  return undefined
}
