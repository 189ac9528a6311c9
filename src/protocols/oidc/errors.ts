import { SallyportError } from '../../kernel/errors.ts'

/** What the protocol keeps could not be changed just now. */
export function recordsBusy() {
  return new SallyportError('unavailable', 'oidc.busy', 'This could not be kept just now. Please try again.')
}

/** Nothing signs: the keys of this installation do not open with the key that it was given. */
export function keysUnreadable(cause: unknown) {
  return new SallyportError('unavailable', 'oidc.keys', 'The signing keys cannot be read.', { cause })
}
