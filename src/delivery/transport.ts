import type { RenderedMessage } from './message.ts'

/** A way out of the house. */
export type Channel = 'email' | 'sms' | 'push'

/** One message for one recipient. */
export interface OutgoingMessage extends RenderedMessage {
  /** The same at each try, so that a receiver can tell a repetition. */
  readonly id: string
  /** One address or number, parsed at the border where it came in. */
  readonly to: string
}

/**
 * unreachable: the gateway itself is out, or does not let us in; its channel rests a while ·
 * deferred: not this message, not now · rejected: not this message, and hardly later.
 */
export type SendFailure = 'unreachable' | 'deferred' | 'rejected'

export type SendOutcome =
  | { readonly sent: true }
  /** `detail` is a code of the gateway's, never its text: that may quote the message. */
  | { readonly sent: false; readonly failure: SendFailure; readonly detail: string }

/** A gateway. Sending takes bounded time and never throws. */
export interface Transport {
  readonly channel: Channel
  send(message: OutgoingMessage): Promise<SendOutcome>
  close(): Promise<void>
}
