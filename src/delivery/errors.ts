import { SallyportError } from '../kernel/errors.ts'
import type { Admission } from './guard.ts'
import type { Channel } from './transport.ts'

/** There is no gateway: whatever relies on this channel is unavailable (R9). */
export function channelClosed(channel: Channel) {
  return new SallyportError('unavailable', 'delivery.no-gateway', 'Nothing can be sent this way here.', {
    details: { channel },
  })
}

/** A guard did not let it out. The caller learns what to do, not how near to which limit they are. */
export function sendingRefused({ reason, wait }: Extract<Admission, { admitted: false }>) {
  const { kind, message } = refusals[reason]
  const details = wait === undefined ? {} : { retryAfter: Math.ceil(wait / 1000) }
  return new SallyportError(kind, `delivery.${reason}`, message, { details })
}

const refusals = {
  destination: {
    kind: 'forbidden',
    message: 'We do not send messages to this number. Use a mobile number of a country that is offered here.',
  },
  interval: {
    kind: 'too-many',
    message: 'A message was sent just now. Wait for it to arrive before you ask for another.',
  },
  budget: {
    kind: 'too-many',
    message: 'Too many messages were asked for. Use another way to sign in, or try again later.',
  },
  closed: {
    kind: 'unavailable',
    message: 'Messages cannot be sent there for the moment. Use another way to sign in.',
  },
} as const

/** What was to be opened again is open, or never was closed. */
export function notClosed() {
  return new SallyportError('not-found', 'delivery.not-closed', 'Nothing of that name is closed.')
}
