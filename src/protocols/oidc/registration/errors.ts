/** A refusal in the words of RFC 7591 §3.2.2, RFC 6750 §3.1 or RFC 7592 §2. */
export class RegistrationRefusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, description: string, cause?: unknown) {
    super(description, cause === undefined ? undefined : { cause })
    this.name = 'RegistrationRefusal'
    this.status = status
    this.code = code
  }
}

/** The same for what never was, is another's, was used up, ran out or was revoked. */
export function tokenRefused() {
  return new RegistrationRefusal(401, 'invalid_token', 'A token is needed that an administrator has made.')
}

export function takenOver(cause: unknown) {
  return new RegistrationRefusal(403, 'access_denied', 'An administrator looks after this client now.', cause)
}
