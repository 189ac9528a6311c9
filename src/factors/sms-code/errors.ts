import { SallyportError } from '../../kernel/errors.ts'

/** What was typed is no number that anybody could have. */
export function numberUnknown() {
  return new SallyportError(
    'invalid',
    'number.unknown',
    'That is not a mobile number. Write it as you dial it, or with its country: +44 7400 123456.',
  )
}

/** The account has this number already. */
export function numberKnown() {
  return new SallyportError('conflict', 'number.known', 'This number is set up already.')
}

/** The network says that the SIM card was changed: whoever gets the code may not be whoever enrolled the number. */
export function simSwapped() {
  return new SallyportError(
    'forbidden',
    'number.sim-changed',
    'The SIM card of this number was changed a short while ago, so we send no codes to it yet. Use another way to sign in. If you did not change it, call your network at once.',
  )
}

/** Whether it was changed could not be learned, and sending all the same was not allowed. */
export function simSwapUnknown() {
  return new SallyportError(
    'unavailable',
    'number.sim-unchecked',
    'We could not check this number with its network, so no code was sent. Try again in a minute, or use another way to sign in.',
  )
}
