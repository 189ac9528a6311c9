import type { OtpError } from '@sallyport/otp'
import { SallyportError } from '../../kernel/errors.ts'

/** A key URI that cannot be taken over; the sentence says what is wrong with it and never shows its secret. */
export function keyUriRefused(cause: OtpError) {
  return new SallyportError('invalid', `totp.${cause.code}`, cause.message, { details: cause.details })
}

export function keyUriHoldsSeveral(count: number) {
  return new SallyportError(
    'invalid',
    'totp.key-uri.several',
    `The link holds ${count} entries. Bring one authenticator at a time.`,
    { details: { count } },
  )
}

export function keyUriUnsupported() {
  return new SallyportError(
    'invalid',
    'totp.key-uri.unsupported',
    'Codes must have 6 to 8 digits, a period of 15 to 120 seconds and a secret of 16 to 64 bytes.',
  )
}
