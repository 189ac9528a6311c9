import { SallyportError } from '../kernel/errors.ts'

export function streamNotFound() {
  return new SallyportError('not-found', 'stream.not-found', 'There is no such stream.')
}

export function streamChanged() {
  return new SallyportError('conflict', 'stream.changed', 'This stream has changed meanwhile. Try again.')
}

export function streamsTooMany(most: number) {
  return new SallyportError('conflict', 'stream.too-many', `One application has at most ${most} streams.`)
}

export function streamHeld() {
  return new SallyportError(
    'forbidden',
    'stream.held',
    'A stream of this application was stopped, and an administrator has to let it go on.',
  )
}

export function streamResting() {
  return new SallyportError('conflict', 'stream.resting', 'This stream rests already.')
}

export function streamEnabled() {
  return new SallyportError('conflict', 'stream.enabled', 'This stream does not rest.')
}

export function streamUnreachable() {
  return new SallyportError(
    'invalid',
    'stream.address',
    'Events go to https addresses outside this machine, and to hosts that the configuration names under webhooks.reach.',
  )
}

/** `retryAfter`: seconds. */
export function verifiedJustNow(retryAfter: number) {
  return new SallyportError('too-many', 'stream.verified', 'A sign of life was asked for just now.', {
    details: { retryAfter },
  })
}
