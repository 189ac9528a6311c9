import type { SallyportError } from '../../../kernel/errors.ts'

/** A refusal in the words of RFC 7591 §3.2.2, RFC 6750 §3.1 or RFC 7592 §2. */
export class RegistrationRefusal extends Error {
  readonly status: number
  readonly code: string
  /** Seconds until it may be tried again; undefined where that does not help. */
  readonly retryAfter: number | undefined

  constructor(status: number, code: string, description: string, cause?: SallyportError) {
    super(description, cause === undefined ? undefined : { cause })
    this.name = 'RegistrationRefusal'
    this.status = status
    this.code = code
    const { retryAfter } = cause?.details ?? {}
    this.retryAfter = typeof retryAfter === 'number' ? retryAfter : undefined
  }
}

/** The same for what never was, is another's, was used up, ran out or was revoked. */
export function tokenRefused() {
  return new RegistrationRefusal(401, 'invalid_token', 'A token is needed that an administrator has made.')
}

export function takenOver(cause: SallyportError) {
  return new RegistrationRefusal(403, 'access_denied', 'An administrator looks after this client now.', cause)
}

/** No word of the standards says so; this is the nearest (RFC 6749 §4.1.2.1). */
export function tooManyChanges(cause: SallyportError) {
  return new RegistrationRefusal(429, 'temporarily_unavailable', cause.message, cause)
}
