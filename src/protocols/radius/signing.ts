import { createHash, createHmac } from 'node:crypto'
import { equalBytes } from '../../kernel/tokens.ts'
import { type Attribute, onlyValueOf, type Packet, types, valuesOf, writePacket } from './packet.ts'

/*
 * What RADIUS asks for is MD5, keyed with the shared secret (RFC 2865 §3, RFC 3579 §3.2). It proves nothing any more by
 * itself: the Message-Authenticator is an HMAC, which still stands (BlastRADIUS, CVE-2024-3596), and comes first.
 */

const macLength = 16

/** valid · missing: there is none · forged: there is one, and it is not of this secret. */
export type Signature = 'valid' | 'missing' | 'forged'

/** The Message-Authenticator of a request (RFC 3579 §3.2). */
export function signatureOf(packet: Packet, secret: string): Signature {
  if (valuesOf(packet, types.messageAuthenticator).length === 0) return 'missing'
  const given = onlyValueOf(packet, types.messageAuthenticator)
  if (given?.length !== macLength) return 'forged'
  const expected = macOver(withMac(packet, Buffer.alloc(macLength)), secret)
  return equalBytes(given, expected) ? 'valid' : 'forged'
}

/** Of an accounting request the head itself is the proof (RFC 2866 §3). */
export function isAccountingOf(packet: Packet, secret: string): boolean {
  const blank = writePacket({ ...packet, authenticator: Buffer.alloc(16) })
  return equalBytes(md5(blank, Buffer.from(secret)), packet.authenticator)
}

/** An answer to a request: Message-Authenticator first, then the rest, signed by its head (RFC 2865 §3). */
export function writeAnswer(
  request: Packet,
  secret: string,
  answer: { readonly code: number; readonly attributes: readonly Attribute[] },
): Buffer {
  const unsigned = {
    ...answer,
    id: request.id,
    authenticator: request.authenticator,
    attributes: [
      { type: types.messageAuthenticator, value: Buffer.alloc(macLength) },
      ...answer.attributes,
      ...valuesOf(request, types.proxyState).map((value) => ({ type: types.proxyState, value })),
    ],
  }
  const mac = macOver(writePacket(unsigned), secret)
  const signed = {
    ...unsigned,
    attributes: [{ type: types.messageAuthenticator, value: mac }, ...unsigned.attributes.slice(1)],
  }
  const bytes = writePacket(signed)
  return writePacket({ ...signed, authenticator: md5(bytes, Buffer.from(secret)) })
}

/** The password that somebody typed (RFC 2865 §5.2); undefined where it is no text, or was hidden with another secret. */
export function revealPassword(packet: Packet, secret: string): string | undefined {
  const hidden = onlyValueOf(packet, types.userPassword)
  if (!hidden || hidden.length === 0 || hidden.length > 128 || hidden.length % 16 !== 0) return undefined
  const plain = Buffer.alloc(hidden.length)
  let before: Uint8Array = packet.authenticator
  for (let at = 0; at < hidden.length; at += 16) {
    const pad = md5(Buffer.from(secret), before)
    before = hidden.subarray(at, at + 16)
    for (const [index, byte] of before.entries()) plain[at + index] = byte ^ (pad[index] ?? 0)
  }
  return textOf(plain.subarray(0, endOf(plain)))
}

/** UTF-8 (RFC 2865 §5); undefined for bytes that are no text. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

function endOf(padded: Uint8Array): number {
  return padded.findLastIndex((byte) => byte !== 0) + 1
}

function withMac(packet: Packet, mac: Uint8Array): Buffer {
  const attributes = packet.attributes.map((one) =>
    one.type === types.messageAuthenticator ? { ...one, value: mac } : one,
  )
  return writePacket({ ...packet, attributes })
}

function macOver(bytes: Uint8Array, secret: string): Buffer {
  return createHmac('md5', secret).update(bytes).digest()
}

function md5(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('md5')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
