import { createHash, createHmac, randomBytes } from 'node:crypto'

/** An Access-Request as RFC 2865 and RFC 3579 have it, by code that shares nothing with what reads it. */
export function accessRequest(of: {
  readonly secret: string
  readonly name: string
  readonly typed: string
}): Buffer {
  const authenticator = randomBytes(16)
  const typed = Buffer.from(of.typed)
  const padded = Buffer.concat([typed, Buffer.alloc((16 - (typed.length % 16)) % 16)])
  const hidden: Buffer[] = []
  let before: Buffer = authenticator
  for (let at = 0; at < padded.length; at += 16) {
    const pad = createHash('md5').update(of.secret).update(before).digest()
    before = Buffer.from(padded.subarray(at, at + 16).map((byte, index) => byte ^ (pad[index] ?? 0)))
    hidden.push(before)
  }
  const field = (type: number, value: Buffer) => Buffer.concat([Buffer.from([type, value.length + 2]), value])
  const body = Buffer.concat([
    field(80, Buffer.alloc(16)),
    field(1, Buffer.from(of.name)),
    field(2, Buffer.concat(hidden)),
  ])
  const head = Buffer.alloc(4)
  head[0] = 1
  head[1] = 77
  head.writeUInt16BE(20 + body.length, 2)
  const packet = Buffer.concat([head, authenticator, body])
  createHmac('md5', of.secret).update(packet).digest().copy(packet, 22)
  return packet
}
