import { createHmac } from 'node:crypto'

/** Fields of a request or an answer of the validation protocol, without their signature. */
export type Fields = Readonly<Record<string, string>>

/** HMAC-SHA1 over the fields, sorted by name and joined as in an address, unescaped (Validation Protocol 2.0). */
export function signatureOf(fields: Fields, secret: Uint8Array): Uint8Array {
  const lines = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`)
  return createHmac('sha1', secret).update(lines.join('&'), 'utf8').digest()
}
