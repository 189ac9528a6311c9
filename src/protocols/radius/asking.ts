import { createHmac } from 'node:crypto'
import type { Random } from '../../kernel/random.ts'
import { codes, type Packet, readPacket, types, writePacket } from './packet.ts'
import { signatureOf } from './signing.ts'

const macLength = 16

/** Asks whether anybody is at home, signed as RFC 5997 §3 demands. */
export function statusRequest(secret: string, random: Random): Packet {
  const [id = 0, ...authenticator] = random.bytes(1 + macLength)
  const unsigned = {
    code: codes.statusServer,
    id,
    authenticator: Buffer.from(authenticator),
    attributes: [{ type: types.messageAuthenticator, value: Buffer.alloc(macLength) }],
  }
  const value = createHmac('md5', secret).update(writePacket(unsigned)).digest()
  const signed = { ...unsigned, attributes: [{ type: types.messageAuthenticator, value }] }
  return { ...signed, bytes: writePacket(signed) }
}

/** Whether it is a yes to this request from somebody who holds the secret (RFC 3579 §3.2). */
export function isYesTo(request: Packet, datagram: Uint8Array, secret: string): boolean {
  const answer = readPacket(datagram)
  return (
    answer !== undefined &&
    answer.code === codes.accessAccept &&
    answer.id === request.id &&
    signatureOf({ ...answer, authenticator: request.authenticator }, secret) === 'valid'
  )
}
