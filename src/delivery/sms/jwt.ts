import { createHmac } from 'node:crypto'
import { equalBytes } from '../../kernel/tokens.ts'
import { jsonOf } from './call.ts'

/** The claims of a token that was signed by HMAC-SHA256 with this secret; undefined for any other (RFC 7515, RFC 7519). */
export function readSignedClaims(
  token: string,
  secret: string,
): Readonly<Record<string, unknown>> | undefined {
  const [header = '', claims = '', signature = '', ...rest] = token.split('.')
  if (rest.length > 0 || !isHs256(objectOf(header))) return undefined
  const expected = createHmac('sha256', secret).update(`${header}.${claims}`, 'ascii').digest()
  return equalBytes(Buffer.from(signature, 'base64url'), expected) ? objectOf(claims) : undefined
}

/** `crit` names what we must understand to accept it, and we understand none (RFC 7515 §4.1.11). */
function isHs256(header: Readonly<Record<string, unknown>> | undefined): boolean {
  return header?.alg === 'HS256' && header.crit === undefined
}

function objectOf(part: string): Readonly<Record<string, unknown>> | undefined {
  const value = jsonOf(Buffer.from(part, 'base64url').toString('utf8'))
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
}
