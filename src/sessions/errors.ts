import { SallyportError } from '../kernel/errors.ts'

/** One answer for a session that is missing, foreign, expired, ended or of a disabled account. */
export function sessionRequired() {
  return new SallyportError('unauthenticated', 'session.required', 'Please sign in.')
}

/** Known, but not freshly enough or not at the level of the account's own factors (G10). */
export function stepUpRequired() {
  return new SallyportError(
    'forbidden',
    'step-up.required',
    'Please confirm that it is you: this needs a fresh sign-in with everything your account has.',
  )
}
