import type { Posted, Receipt } from '../receipt.ts'
import type { OutgoingMessage, SendOutcome } from '../transport.ts'

/** The gateways that this version speaks to, in the order in which they are tried unless told otherwise. */
export const gatewayNames = ['twilio', 'vonage', 'sns', 'messagebird', 'bird', 'http', 'smpp'] as const
export type GatewayName = (typeof gatewayNames)[number]

/** One way into the telephone network: a transport that has a name and may tell what became of a message. */
export interface Gateway {
  readonly name: GatewayName
  /** Takes bounded time and never throws. */
  send(message: OutgoingMessage): Promise<SendOutcome>
  /** What it posts to us; undefined where its signature does not hold. */
  readReceipt?(posted: Posted): Receipt | undefined
  /** Where it tells over a connection of its own: false from `receive` asks it to tell again later. */
  listen?(receive: (receipt: Receipt) => Promise<boolean>): void
  close?(): Promise<void>
}

/** What every gateway over HTTP is built from. */
export interface GatewayHost {
  readonly fetch: typeof fetch
  /** Epoch milliseconds. */
  now(): number
  /** Where a gateway may post what became of a message; undefined where nobody outside could reach us. */
  receiptUrl(gateway: GatewayName, messageId: string): string | undefined
}

/** The one value of a header; undefined where there is none, or more than one. */
export function headerOf(posted: Posted, name: string): string | undefined {
  const value = posted.headers[name]
  return typeof value === 'string' ? value : undefined
}
