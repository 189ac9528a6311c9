import { SallyportError } from '../kernel/errors.ts'
import type { Wanted } from './schema.ts'

/** One answer for a session that is missing, foreign, expired, ended or of a disabled account. */
export function sessionRequired() {
  return new SallyportError('unauthenticated', 'session.required', 'Please sign in.')
}

/** Known, but not freshly enough or not at the level that is asked for (G10, RFC 9470 §3). */
export function stepUpRequired({ because = [], within, assurance }: Wanted = {}) {
  return new SallyportError(
    'forbidden',
    'step-up.required',
    'Please confirm that it is you: this needs a fresh sign-in with everything your account has.',
    {
      details: {
        error: 'insufficient_user_authentication',
        ...(because.length > 0 ? { because } : {}),
        ...(within === undefined ? {} : { maxAge: Math.floor(within / 1000) }),
        ...(assurance === undefined ? {} : { assurance }),
      },
    },
  )
}
