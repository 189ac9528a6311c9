import { SallyportError } from '../kernel/errors.ts'

/** The same for an id that never was and for one that the caller may not see. */
export function applicationNotFound() {
  return new SallyportError('not-found', 'application.not-found', 'There is no such application.')
}

export function applicationNameTaken() {
  return new SallyportError(
    'conflict',
    'application.name-taken',
    'An application of this name exists already.',
  )
}

export function applicationFixed() {
  return new SallyportError(
    'forbidden',
    'application.fixed',
    'Our own pages are no application that can be changed or switched off.',
  )
}

export function logoUnusable(why: string) {
  return new SallyportError('invalid', 'logo.unusable', `This cannot be a logo: ${why}.`)
}

export function applicationChanged() {
  return new SallyportError(
    'conflict',
    'etag.stale',
    'This application has changed meanwhile. Load it again.',
  )
}

export function apiKeyNotFound() {
  return new SallyportError('not-found', 'api-key.not-found', 'There is no such key, or it has ended.')
}

export function doorUnknown(door: string) {
  return new SallyportError('invalid', 'door.unknown', `There is no door called ${door} here.`)
}

export function templateUnknown(template: string) {
  return new SallyportError('invalid', 'template.unknown', `There is no template called ${template} here.`)
}

export function doorConnectedAlready() {
  return new SallyportError(
    'conflict',
    'door.connected-already',
    'This application is connected by this door already.',
  )
}

export function doorNotConnected() {
  return new SallyportError(
    'not-found',
    'door.not-connected',
    'This application is not connected by this door.',
  )
}

/** The two know each other by keys or certificates. */
export function doorSecretless() {
  return new SallyportError('invalid', 'door.secretless', 'Nothing secret is shared at this door.')
}

export function doorSecretNotFound() {
  return new SallyportError('not-found', 'door.secret-not-found', 'There is no such secret, or it has ended.')
}
