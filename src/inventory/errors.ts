import { SallyportError } from '../kernel/errors.ts'

export function listNotFound() {
  return new SallyportError('not-found', 'inventory.list-not-found', 'There is no such list.')
}

export function classNotSaid() {
  return new SallyportError('not-found', 'inventory.class-not-said', 'Nothing was said by hand of this name.')
}

/** What they guard is the accounts of everybody else: that is never to be said otherwise. */
export function ownPages() {
  return new SallyportError(
    'invalid',
    'inventory.own-pages',
    'Our own pages are administration, and stay it.',
  )
}
