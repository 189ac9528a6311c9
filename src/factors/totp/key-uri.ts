import { formatKeyUri, type Key, OtpError, parseKeyUri, parseMigrationLink } from '@sallyport/otp'
import { keyUriHoldsSeveral, keyUriRefused, keyUriUnsupported } from './errors.ts'
import { type TotpKey, totpKey } from './schema.ts'

/**
 * The key in an `otpauth:` or one-entry `otpauth-migration:` text; undefined where the text is neither, or a counter
 * token's. Seeds under 128 bits are refused (RFC 4226 §4 R6).
 */
export function keyFromUri(uri: string): TotpKey | undefined {
  const key = keyOf(uri.trim())
  if (key?.type !== 'totp') return undefined
  const { algorithm, digits, period } = key
  const secret = Buffer.from(key.secret).toString('base64')
  const read = totpKey.safeParse({ secret, algorithm, digits, period, t0: 0 })
  if (!read.success) throw keyUriUnsupported()
  return read.data
}

/** The `otpauth:` text of a key, algorithm, digits and period always written out (C-13). It contains the secret. */
export function keyUriOf(key: TotpKey, person: { readonly name: string }, issuer: string): string {
  const { algorithm, digits, period } = key
  return formatKeyUri({
    type: 'totp',
    issuer: labelText(issuer).replaceAll(':', ' '),
    account: labelText(person.name),
    secret: Buffer.from(key.secret, 'base64'),
    algorithm,
    digits,
    period,
  })
}

/** A name as a label may hold it: nothing invisible, nothing that turns the reading direction. */
export function labelText(name: string): string {
  const visible = name.toWellFormed().replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '')
  return visible.trim() || 'account'
}

function keyOf(uri: string): Key | undefined {
  try {
    if (/^otpauth:/i.test(uri)) return parseKeyUri(uri, { allowIssuerMismatch: true })
    if (/^otpauth-migration:/i.test(uri)) return onlyKey(parseMigrationLink(uri).keys)
    return undefined
  } catch (error) {
    if (error instanceof OtpError) throw keyUriRefused(error)
    throw error
  }
}

function onlyKey(keys: readonly Key[]): Key | undefined {
  if (keys.length > 1) throw keyUriHoldsSeveral(keys.length)
  return keys[0]
}
