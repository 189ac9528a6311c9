import type { RenderedMessage } from './message.ts'
import type { GatewayHealth, Posted, Receipt } from './receipt.ts'

/** A way out of the house. */
export type Channel = 'email' | 'sms' | 'push'

/** One message for one recipient. */
export interface OutgoingMessage extends RenderedMessage {
  /** The same at each try, so that a receiver can tell a repetition. */
  readonly id: string
  /** One address or number, parsed at the border where it came in. */
  readonly to: string
  /** Epoch milliseconds after which it is no use: a gateway that can is told to drop it then. */
  readonly expiresAt: number
  /** Gateways that took something for the same account just now, of which nobody knows that it arrived. */
  readonly inVain?: readonly string[]
}

/**
 * unreachable: the gateway itself is out, or does not let us in; its channel rests a while ·
 * deferred: not this message, not now · rejected: not this message, and hardly later.
 */
export type SendFailure = 'unreachable' | 'deferred' | 'rejected'

export type SendOutcome =
  | { readonly sent: true; readonly by?: HandedTo }
  /** `detail` is a code of the gateway's, never its text: that may quote the message. */
  | { readonly sent: false; readonly failure: SendFailure; readonly detail: string }

/** Which gateway took a message, and how it calls it. */
export interface HandedTo {
  readonly gateway: string
  readonly reference?: string
}

/** A gateway, or several as one. Sending takes bounded time and never throws. */
export interface Transport {
  readonly channel: Channel
  send(message: OutgoingMessage): Promise<SendOutcome>
  /** What one of its gateways posts to us; undefined where there is no such gateway, or its signature does not hold. */
  readReceipt?(gateway: string, posted: Posted): Receipt | undefined
  /** For receipts that come over a gateway's own connection: false from `receive` asks for them again later. */
  listen?(receive: (gateway: string, receipt: Receipt) => Promise<boolean>): void
  health?(): readonly GatewayHealth[]
  close(): Promise<void>
}
