import { createTotpVerifier, formatKeyUri, parseKeyUri } from '@sallyport/otp'
import { SallyportError } from '../../../kernel/errors.ts'

/** One entry of an authenticator app. */
export interface AppEntry {
  /** What its QR code held; all that is to be kept of it. */
  readonly uri: string
  readonly issuer: string
  readonly account: string
  /** Seconds. */
  readonly period: number
  /** What the app shows at a moment, epoch milliseconds. */
  code(at: number): string
  /** Seconds until it shows another one. */
  left(at: number): number
}

/**
 * Takes a key as an app does: what a QR code holds, or the secret that people type where they cannot scan. Throws
 * `simulator.key-type` for a token's; what else is wrong with a key is told by its own errors, without the key.
 */
export function appEntry(typed: string, account: string): AppEntry {
  const text = typed.trim()
  const uri = text.includes(':') ? text : formatKeyUri({ type: 'totp', account, secret: text })
  const key = parseKeyUri(uri)
  if (key.type !== 'totp') throw keyOfToken()
  const verifier = createTotpVerifier(key.secret, key)
  return {
    uri,
    issuer: key.issuer ?? '',
    account: key.account,
    period: key.period,
    code: (at) => verifier.code(at),
    left: (at) => key.period - Math.floor((at / 1000) % key.period),
  }
}

function keyOfToken() {
  return new SallyportError(
    'invalid',
    'simulator.key-type',
    'This key counts presses of a button. Give it to "sallyport sim hotp".',
  )
}
