import { SallyportError } from '../../kernel/errors.ts'

/** The same for what never was, what is another's, and what was removed. */
export function provisionedNotFound() {
  return new SallyportError('not-found', 'provisioning.not-found', 'There is nothing of yours by this id.')
}

/** Whoever helps or administers here is none of an application's to change (R11). */
export function provisionedPrivileged() {
  return new SallyportError(
    'forbidden',
    'provisioning.privileged',
    'This account has rights here now; only administrators change it.',
  )
}

export function externalIdTaken() {
  return new SallyportError(
    'conflict',
    'provisioning.external-id-taken',
    'Another one of yours has this externalId.',
  )
}

export function memberUnknown() {
  return new SallyportError('invalid', 'provisioning.member-unknown', 'A member is none of your accounts.')
}

export function provisionedChanged() {
  return new SallyportError('conflict', 'provisioning.changed', 'It has changed meanwhile. Read it again.')
}
