import { createTotpVerifier, formatKeyUri, parseKeyUri } from '@sallyport/otp'

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

/** Takes a key as an app does: what a QR code holds, or the secret that people type where they cannot scan. */
export function appEntry(typed: string, account: string): AppEntry {
  const text = typed.trim()
  const uri = text.includes(':') ? text : formatKeyUri({ type: 'totp', account, secret: text })
  const key = parseKeyUri(uri)
  if (key.type !== 'totp') throw new TypeError('an app entry shows codes of the time')
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
