import { SallyportError } from '../../kernel/errors.ts'

export function registrationTokenNotFound() {
  return new SallyportError(
    'not-found',
    'registration-token.not-found',
    'There is no such registration token, or it has ended.',
  )
}

export function registrationNotOffered(door: string) {
  return new SallyportError(
    'invalid',
    'registration.not-offered',
    `Nothing can register itself by the door ${door}.`,
  )
}

export function registrationNotFound() {
  return new SallyportError(
    'not-found',
    'registration.not-found',
    'This application did not register itself, or was approved already.',
  )
}

/** Somebody booked first: what was asked for has to be read again. */
export function registrationChanged() {
  return new SallyportError('conflict', 'registration.changed', 'It has changed meanwhile. Read it again.')
}

/** What an administrator has set or switched off is not for the application to set again. */
export function registrationTakenOver() {
  return new SallyportError(
    'forbidden',
    'registration.taken-over',
    'An administrator looks after this application now.',
  )
}

/** `retryAfter`: seconds until it may set itself anew. */
export function registrationTooMany(retryAfter: number) {
  return new SallyportError(
    'too-many',
    'registration.too-many-changes',
    'This application has set itself anew too often. Try again later.',
    { details: { retryAfter } },
  )
}
