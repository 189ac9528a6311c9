import {
  deliveredTo,
  type Stream,
  type StreamDelivery,
  supportedEvents,
  verificationInterval,
} from '../../../streams/index.ts'
import { deliveryMethods, transmitterOf } from './metadata.ts'
import { paths } from './routes.ts'

/** A stream as its receiver sees it (SSF 1.0 §8.1.1); what it gave us for the header is not shown again (G9). */
export function streamView(stream: Stream, baseUrl: string) {
  const { requested, description } = stream
  return {
    stream_id: stream.id,
    iss: transmitterOf(baseUrl),
    aud: stream.applicationId,
    events_supported: [...supportedEvents],
    events_requested: [...(requested ?? supportedEvents)],
    events_delivered: [...deliveredTo(stream)],
    delivery: deliveryView(stream, baseUrl),
    min_verification_interval: verificationInterval,
    ...(description === undefined ? {} : { description }),
  }
}

export function pollAddress({ id }: Pick<Stream, 'id'>, baseUrl: string): string {
  return `${baseUrl}${paths.poll.replace(':id', id)}`
}

export function statusView({ id, status, reason, cause }: Stream) {
  const why = reason ?? causes[cause]
  return { stream_id: id, status, ...(why === undefined ? {} : { reason: why }) }
}

/** What the receiver is told of a status that it has not set itself. */
export const causes: Readonly<Record<Stream['cause'], string | undefined>> = {
  receiver: undefined,
  administrator: 'Set by an administrator of the transmitter.',
  failing: 'Nothing was taken for days.',
  gone: 'The receiver answered that it is gone.',
  unreadable: 'The authorization_header cannot be read any more: set it anew.',
  restored: 'The transmitter was restored from a backup.',
}

function deliveryView(
  { id, delivery }: { readonly id: Stream['id']; readonly delivery: StreamDelivery },
  baseUrl: string,
) {
  return delivery.method === 'push'
    ? { method: deliveryMethods.push, endpoint_url: delivery.url }
    : { method: deliveryMethods.poll, endpoint_url: pollAddress({ id }, baseUrl) }
}
