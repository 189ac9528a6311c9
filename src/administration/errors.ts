import { SallyportError } from '../kernel/errors.ts'

export function notPermitted() {
  return new SallyportError(
    'forbidden',
    'administration.not-permitted',
    'You do not have the rights for this.',
  )
}

export function aboveOwnRights() {
  return new SallyportError(
    'forbidden',
    'administration.above-own-rights',
    'This account has more rights than you; someone with at least its rights must do this.',
  )
}

export function recoveredSession() {
  return new SallyportError(
    'forbidden',
    'recovery.limited',
    'You signed in with a recovery code. Set up a second factor, then sign in with it to administer.',
  )
}

export function secondAdministratorNeeded(until: number) {
  return new SallyportError(
    'conflict',
    'administration.second-needed',
    'Your request is noted. A second administrator must ask for the same before it is done.',
    { details: { until } },
  )
}

export function reasonNeeded() {
  return new SallyportError(
    'invalid',
    'administration.reason-needed',
    'Please give a reason; it is kept in the audit trail.',
  )
}

export function setUpLinkUnknown() {
  return new SallyportError(
    'not-found',
    'set-up.link-unknown',
    'This set-up link is not valid. Copy the whole link.',
  )
}

export function setUpLinkSpent() {
  return new SallyportError(
    'gone',
    'set-up.link-spent',
    'This set-up link has been used or has expired. Make a new one with: sallyport setup-link',
  )
}

export function passwordUnacceptable(notices: readonly unknown[]) {
  return new SallyportError('invalid', 'password.unacceptable', 'Please choose another password.', {
    details: { notices },
  })
}
