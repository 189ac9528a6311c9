import { SallyportError } from '../../kernel/errors.ts'

/** What arrived is not what the standard describes, or tries something; `because` names it for the log. */
export function malformedMessage(because: string, cause?: unknown) {
  return new SallyportError('invalid', 'saml.malformed', 'The message cannot be read.', {
    details: { because },
    ...(cause === undefined ? {} : { cause }),
  })
}

/** Not signed where it must be, or by nobody whom we know, or in a way that we do not trust. */
export function badSignature(because: string) {
  return new SallyportError('forbidden', 'saml.signature', 'The signature of the message does not hold.', {
    details: { because },
  })
}

/** Whoever sent the message is not connected here. */
export function unknownProvider() {
  return new SallyportError('not-found', 'saml.unknown-provider', 'This application is not connected here.')
}

/** The message is for somebody else, from another time, or wants to be answered where nobody vouches for. */
export function refusedMessage(because: string) {
  return new SallyportError('forbidden', 'saml.refused', 'The message is not accepted.', {
    details: { because },
  })
}

/** The request was answered before, or has waited too long. */
export function requestOver() {
  return new SallyportError(
    'gone',
    'saml.over',
    'This sign-in is over. Please begin again at the application.',
  )
}

/** What an administrator gave us as metadata does not describe a service provider. */
export function unreadableMetadata(because: string, cause?: unknown) {
  return new SallyportError('invalid', 'saml.metadata', 'The metadata cannot be used.', {
    details: { because },
    ...(cause === undefined ? {} : { cause }),
  })
}

/** Nothing signs: the keys of this installation do not open with the key that it was given. */
export function keysUnreadable(cause: unknown) {
  return new SallyportError('unavailable', 'saml.keys', 'The signing keys cannot be read.', { cause })
}

/** What is under way could not be kept just now. */
export function requestsBusy() {
  return new SallyportError('unavailable', 'saml.busy', 'This could not be kept just now. Please try again.')
}
