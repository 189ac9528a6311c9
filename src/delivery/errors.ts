import { SallyportError } from '../kernel/errors.ts'
import type { Channel } from './transport.ts'

/** There is no gateway: whatever relies on this channel is unavailable (R9). */
export function channelClosed(channel: Channel) {
  return new SallyportError('unavailable', 'delivery.no-gateway', 'Nothing can be sent this way here.', {
    details: { channel },
  })
}
