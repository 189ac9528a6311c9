import { SallyportError } from '../../../kernel/errors.ts'

export const door = 'ssf'

/** A token is missing, or is none that counts here (RFC 6750 §3.1). */
export class TokenRefused extends Error {
  readonly status: 401 | 403
  /** Undefined where no token was shown. */
  readonly error: 'invalid_token' | 'insufficient_scope' | undefined
  readonly scope: string

  constructor(status: 401 | 403, error: TokenRefused['error'], scope: string) {
    super(status === 403 ? `This needs a token with the scope ${scope}.` : 'This needs a valid access token.')
    this.name = 'TokenRefused'
    this.status = status
    this.error = error
    this.scope = scope
  }
}

export function notOurs(property: string) {
  return new SallyportError('invalid', 'ssf.not-as-it-is', `${property} is ours to set, and is not as sent.`)
}

export function subjectFormat() {
  return new SallyportError(
    'invalid',
    'ssf.subject-format',
    'People are named as ID tokens do: {"format":"iss_sub","iss":…,"sub":…}.',
  )
}
