import { SallyportError } from '../../kernel/errors.ts'

/** The steps of a ceremony, as tests and logs call them. Nobody outside is told at which of them a proof failed (R8). */
export type Check =
  | 'form'
  | 'type'
  | 'challenge'
  | 'origin'
  | 'cross-origin'
  | 'rp-id'
  | 'user-present'
  | 'user-verified'
  | 'backup'
  | 'algorithm'
  | 'public-key'
  | 'credential'
  | 'user-handle'
  | 'signature'
  | 'sign-count'
  | 'attestation'

const prefix = 'webauthn.check.'

/** A step that failed. It is caught where the ceremony is judged and becomes a refusal; `why` is for the log. */
export function checkFailed(check: Check, why: string, cause?: unknown) {
  return new SallyportError('invalid', `${prefix}${check}`, why, cause === undefined ? {} : { cause })
}

/** The step at which a ceremony failed; undefined for any other error, which is not ours to swallow. */
export function failedCheck(error: unknown): Check | undefined {
  if (!(error instanceof SallyportError) || !error.code.startsWith(prefix)) return undefined
  return error.code.slice(prefix.length) as Check
}

/** Keys are bound to the name they were made for (WebAuthn §5.1.2); at another one no browser will use them. */
export function madeForAnotherName(was: string, now: string) {
  return new SallyportError(
    'conflict',
    'webauthn.made-for-another-name',
    `These keys were added when this installation was called ${was}. Now it is ${now}, where browsers will not use them. Sign in another way, remove them and add them again.`,
    { details: { was, now } },
  )
}

/** A report in the FIDO metadata ended every key of these models. */
export function modelCompromised() {
  return new SallyportError(
    'conflict',
    'webauthn.model-compromised',
    'Keys of this model were reported as unsafe, and are not taken any more. Sign in another way and add a new key.',
  )
}

export function rootUnusable(path: string, why: string, cause?: unknown) {
  return new SallyportError('invalid', 'webauthn.root-unusable', `The root certificate ${path} ${why}.`, {
    details: { path },
    cause,
  })
}

/** A metadata blob that is not believed, and why. */
export function metadataRefused(why: string, cause?: unknown) {
  return new SallyportError('invalid', 'webauthn.metadata-refused', `The FIDO metadata ${why}.`, { cause })
}
