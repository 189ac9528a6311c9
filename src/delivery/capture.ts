import type { Channel, OutgoingMessage, Transport } from './transport.ts'

/** A transport that keeps what it is given. */
export interface Capture extends Transport {
  readonly messages: readonly OutgoingMessage[]
}

const mostKept = 500

/**
 * The mailbox of the demo and of tests. It is made by this constructor only: no configuration and no environment
 * variable leads here (R9).
 */
export function captureTransport(channel: Channel): Capture {
  const messages: OutgoingMessage[] = []
  return {
    channel,
    messages,
    async send(message) {
      messages.push(message)
      if (messages.length > mostKept) messages.shift()
      return { sent: true, by: { gateway: 'mailbox' } }
    },
    async close() {},
  }
}
