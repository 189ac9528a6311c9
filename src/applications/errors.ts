import { SallyportError } from '../kernel/errors.ts'

/** The same for an id that never was and for one that the caller may not see. */
export function applicationNotFound() {
  return new SallyportError('not-found', 'application.not-found', 'There is no such application.')
}

export function applicationNameTaken() {
  return new SallyportError(
    'conflict',
    'application.name-taken',
    'An application of this name exists already.',
  )
}

export function applicationFixed() {
  return new SallyportError(
    'forbidden',
    'application.fixed',
    'Our own pages are no application that can be changed or switched off.',
  )
}

export function applicationChanged() {
  return new SallyportError(
    'conflict',
    'etag.stale',
    'This application has changed meanwhile. Load it again.',
  )
}

export function apiKeyNotFound() {
  return new SallyportError('not-found', 'api-key.not-found', 'There is no such key, or it has ended.')
}
