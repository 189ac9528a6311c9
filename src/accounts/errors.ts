import { invalidInput, SallyportError } from '../kernel/errors.ts'

/** The same for an id that never was and for one that the caller may not see. */
export function accountNotFound() {
  return new SallyportError('not-found', 'account.not-found', 'There is no such account.')
}

export function accountNameTaken() {
  return new SallyportError('conflict', 'account.name-taken', 'An account of this name exists already.')
}

export function accountLastAdministrator() {
  return new SallyportError(
    'conflict',
    'account.last-administrator',
    'This is the last active administrator. Make somebody else administrator first.',
  )
}

export function contactTaken() {
  return new SallyportError('conflict', 'contact.taken', 'This account has that contact already.')
}

export function contactNotFound() {
  return new SallyportError('not-found', 'contact.not-found', 'There is no such contact.')
}

export function accountLinkTaken() {
  return new SallyportError(
    'conflict',
    'account.link-taken',
    'Somebody is linked to that already, or this account to somebody else there.',
  )
}

export function accountLinkNotFound() {
  return new SallyportError('not-found', 'account.link-not-found', 'There is no such link.')
}

export function groupNameTaken() {
  return new SallyportError('conflict', 'group.name-taken', 'A group of this name exists already.')
}

export function groupNotFound() {
  return new SallyportError('not-found', 'group.not-found', 'There is no such group.')
}

export function cursorMalformed() {
  return invalidInput([
    { path: 'cursor', message: 'This is not a cursor of ours; start from the first page' },
  ])
}
