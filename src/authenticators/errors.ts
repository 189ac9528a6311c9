import { SallyportError } from '../kernel/errors.ts'

/** The same for an id that never was and for one of somebody else. */
export function authenticatorNotFound() {
  return new SallyportError('not-found', 'authenticator.not-found', 'There is no such authenticator.')
}

export function authenticatorChanged() {
  return new SallyportError(
    'conflict',
    'etag.stale',
    'This authenticator has changed meanwhile. Load it again.',
  )
}
