import { SallyportError } from '../kernel/errors.ts'

export function webhookNotFound() {
  return new SallyportError('not-found', 'webhook.not-found', 'There is no such webhook.')
}

export function webhookChanged() {
  return new SallyportError('conflict', 'etag.stale', 'This webhook has changed meanwhile. Load it again.')
}

export function webhookPaused() {
  return new SallyportError('conflict', 'webhook.paused', 'This webhook is paused. Resume it first.')
}

export function webhookActive() {
  return new SallyportError('conflict', 'webhook.active', 'This webhook is not paused.')
}

export function webhookCatchingUp() {
  return new SallyportError(
    'conflict',
    'webhook.catching-up',
    'Earlier events are still being queued for this webhook. Wait until that is done.',
  )
}

export function webhookUnreachable(place: string) {
  return new SallyportError(
    'invalid',
    'webhook.address',
    `Webhooks go to https addresses outside this machine. To reach ${place}, name it under webhooks.reach in the configuration.`,
  )
}
