import type { ShownNotice } from '../authentication/index.ts'
import type { Factor } from '../factors/factor.ts'
import { SallyportError } from '../kernel/errors.ts'

/** The account has all of this factor that it may have, or the factor does not exist here. */
export function enrolmentNotAllowed() {
  return new SallyportError(
    'forbidden',
    'enrolment.not-allowed',
    'This cannot be set up for this account now.',
  )
}

/** The factor itself says why it cannot be set up here: no gateway, switched off. */
export function factorOut(factor: Factor, reason: string) {
  const message = factor.messages[reason] ?? 'This way to sign in is not available here.'
  return new SallyportError('unavailable', 'factor.unavailable', message, { details: { reason } })
}

/** It is handed out of a pool, and nothing is left there that this account may have. */
export function poolEmpty() {
  const message = 'None is left to be handed out. Ask your administrator for one, or choose another way.'
  return new SallyportError('unavailable', 'factor.unavailable', message, {
    details: { reason: 'pool-empty' },
  })
}

/** The bar of the account forbids it to a password alone (R2, A-051). */
export function invitationNeeded() {
  return new SallyportError(
    'forbidden',
    'enrolment.invitation-needed',
    'This account needs an invitation from an administrator to set up a factor.',
  )
}

export function enrolmentRefused(notices: readonly ShownNotice[]) {
  const first = notices[0]?.text
  const message = first ?? 'That did not match. Please check it and try again.'
  return new SallyportError('invalid', 'enrolment.refused', message, { details: { notices } })
}

/** Before all else is shown nothing of it is asked for, and after it nothing is left to change. */
export function nothingToRenew() {
  return new SallyportError(
    'conflict',
    'attempt.nothing-to-renew',
    'There is no password to change in this sign-in now.',
  )
}

export function enrolmentExpired() {
  return new SallyportError('gone', 'enrolment.expired', 'This set-up took too long. Please start it again.')
}

export function invitationSpent() {
  return new SallyportError(
    'gone',
    'invitation.spent',
    'This link has been used or has expired. Ask for a new one.',
  )
}

export function operationUnknown() {
  return new SallyportError(
    'not-found',
    'operation.not-found',
    'There is no such operation for this authenticator.',
  )
}

/** What one signs in with at first is changed, not removed. */
export function lastSecondFactor() {
  return new SallyportError(
    'conflict',
    'authenticator.needed',
    'This one cannot be removed: you could not sign in without it. Change it instead.',
  )
}

export function tooManyContacts(most: number) {
  return new SallyportError(
    'conflict',
    'contact.too-many',
    `An account has at most ${most} contacts. Remove one first.`,
  )
}

/** There is no gateway for it: nothing can be sent, so nothing can be verified (R9). */
export function contactUnreachable() {
  return new SallyportError(
    'conflict',
    'contact.unreachable',
    'Nothing can be sent to such a contact here, so it cannot be confirmed.',
  )
}

export function contactVerified() {
  return new SallyportError('conflict', 'contact.verified', 'This contact is confirmed already.')
}

/** `wait` in milliseconds. */
export function tooManyCodes(wait: number) {
  return new SallyportError(
    'too-many',
    'contact.too-many-codes',
    'Too many codes were sent today. Please use the last one, or try again tomorrow.',
    { details: { retryAfter: Math.ceil(wait / 1000) } },
  )
}

export function contactCodeRefused(triesLeft: number) {
  return new SallyportError(
    'invalid',
    'contact.code-refused',
    'That is not the code that was sent. Please check it and try again.',
    { details: { triesLeft } },
  )
}

/** Used, too old, tried too often, or never sent. */
export function contactCodeExpired() {
  return new SallyportError(
    'gone',
    'contact.code-expired',
    'There is no code to type any more. Send a new one.',
  )
}

export function authenticatorNotActive() {
  return new SallyportError(
    'conflict',
    'authenticator.not-active',
    'This authenticator proves nothing already. Remove it if it is lost.',
  )
}

export function authenticatorNotLost() {
  return new SallyportError('conflict', 'authenticator.not-lost', 'This authenticator is not reported lost.')
}

/** Missing, foreign, used, expired, or of an account that has moved on. */
export function rebindNotFound() {
  return new SallyportError(
    'not-found',
    'rebind.not-found',
    'There is no recovery in progress, or it took too long. Please begin it again.',
  )
}

/** One recovery is about one authenticator. */
export function lossNamed() {
  return new SallyportError(
    'conflict',
    'rebind.loss-named',
    'You have said already what is lost. Give this recovery up to say something else, and begin it again.',
  )
}

/** Before it is said what is lost nothing takes its place. */
export function lostNotNamed() {
  return new SallyportError('conflict', 'rebind.lost-first', 'Please say first what you have lost.')
}

/** R11: what takes the place of something lost is no weaker. */
export function weakerThanLost() {
  return new SallyportError(
    'forbidden',
    'rebind.weaker',
    'This is weaker than what you lost. Set up something at least as strong, or ask the help desk.',
  )
}
