import { SallyportError } from '../kernel/errors.ts'

export function attemptNotFound() {
  return new SallyportError(
    'not-found',
    'attempt.not-found',
    'There is no sign-in in progress. Please start again.',
  )
}

export function attemptExpired() {
  return new SallyportError(
    'gone',
    'attempt.expired',
    'This sign-in took too long or has ended. Please start again.',
  )
}

export function referralOver() {
  return new SallyportError(
    'not-found',
    'referral.over',
    'This way in was used, or its time is over. Go back to the application and sign in there once more.',
  )
}

/** A door was about to hand something out to nobody that the engine let in (R3). */
export function notAdmitted() {
  return new SallyportError('internal', 'admission.required', 'Nobody was let in here.')
}

/** One sentence for wrong, expired, replayed, unknown and closed alike (C-06); audit and help desk know which. */
export function proofRefused() {
  return new SallyportError(
    'unauthenticated',
    'proof.refused',
    'That did not match. Please check it and try again.',
  )
}

/** `wait` in milliseconds; undefined where waiting does not help and the help desk must. */
export function throttled(wait: number | undefined) {
  const message =
    wait === undefined
      ? 'There were too many failed tries. Use a device you have signed in on before, have a way in mailed to you, or ask the help desk.'
      : 'There were too many failed tries. Please wait a little before the next one.'
  const details = wait === undefined ? {} : { retryAfter: Math.ceil(wait / 1000) }
  return new SallyportError('too-many', 'throttled', message, { details })
}

export function laneLinkSpent() {
  return new SallyportError(
    'not-found',
    'lane.link-spent',
    'This link was used, or its time is over. Ask for a new one where you sign in.',
  )
}

export function passwordLinkOff() {
  return new SallyportError(
    'conflict',
    'password-link.off',
    'Nobody is mailed a way to another password here. The help desk knows what to do.',
  )
}

export function passwordLinkSpent() {
  return new SallyportError(
    'not-found',
    'password-link.spent',
    'This link was used, or its time is over. Ask for a new one where you sign in.',
  )
}

/** The same for right and wrong proofs: others booked first, again and again. */
export function busy() {
  return new SallyportError('unavailable', 'busy', 'We could not get to this in time. Please try again.')
}

export function factorUnavailable() {
  return new SallyportError(
    'unavailable',
    'factor.unavailable',
    'This way to sign in is not available right now.',
  )
}

/** Not of the house that it names, not for us, not just now, or heard before: all alike. */
export function signOutRefused() {
  return new SallyportError(
    'invalid',
    'elsewhere.sign-out-refused',
    'This tells of no sign-out that we know of.',
  )
}

/** The same for what could not be judged, and for whatever must not be told from it: that is the cause. */
export function notJudged(cause?: unknown) {
  return new SallyportError(
    'unavailable',
    'factor.unavailable',
    'This could not be checked just now. Look at what you typed, and try again in a little while.',
    { cause },
  )
}

/** A second factor before the first: it would be judged for anyone who knows a name (G15). */
export function firstFactorFirst() {
  return new SallyportError('conflict', 'proof.first-factor-first', 'The password comes first.')
}

/** Who somebody is elsewhere is proved, and nothing ties it to an account here, or to the one that was named. */
export function proofUnlinked() {
  return new SallyportError(
    'forbidden',
    'proof.unlinked',
    'That account is not linked to one here. Sign in another way, then add it under “My authenticators”.',
  )
}

/** A proof that does not say whose it is, where nobody has been named. */
export function nameFirst() {
  return new SallyportError('conflict', 'proof.name-first', 'Please say first who you are.')
}

export function notSatisfied() {
  return new SallyportError(
    'forbidden',
    'attempt.not-satisfied',
    'There is a step left before you are signed in.',
  )
}

export function factorUnknown() {
  return new SallyportError('invalid', 'factor.unknown', 'There is no such way to sign in.')
}

export function challengeRefused() {
  return new SallyportError(
    'conflict',
    'challenge.not-offered',
    'There is nothing to send or to sign for this factor.',
  )
}

/** Another sign-in has put a question to this person's devices: one at a time. `wait` in milliseconds. */
export function questionStands(wait: number) {
  return new SallyportError(
    'too-many',
    'challenge.stands',
    'A question of another sign-in waits on your device. Answer that one first, or wait until it is over.',
    { details: { retryAfter: Math.ceil(wait / 1000) } },
  )
}

/** Asked too often of late. `wait` in milliseconds. */
export function questionTooSoon(wait: number) {
  return new SallyportError(
    'too-many',
    'challenge.too-soon',
    'Your device was asked too often of late. Please wait a little, or sign in another way.',
    { details: { retryAfter: Math.ceil(wait / 1000) } },
  )
}

/** No such factor, or none whose answers come from elsewhere. */
export function elsewhereUnknown() {
  return new SallyportError('not-found', 'elsewhere.unknown', 'No other device answers for this.')
}

/**
 * Not signed by a device that we know, not as it should be, or about nothing that stands: all alike. `at`, our time, lets a
 * device try again whose clock is off.
 */
export function elsewhereRefused(at: number) {
  return new SallyportError(
    'forbidden',
    'elsewhere.refused',
    'This device is not known here, or there is nothing for it to do.',
    { details: { at } },
  )
}
