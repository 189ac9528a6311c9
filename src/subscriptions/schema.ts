import type { Id } from '../kernel/ids.ts'

/** Whoever is told what happens here: a webhook, a stream. */
export interface Subscriber<Kind extends string = string> {
  readonly id: Id<Kind>
  /** Since when nothing was taken; undefined while things are. */
  readonly failingSince: number | undefined
  /** Earlier events that are being queued again. */
  readonly catchingUp: CatchingUp | undefined
  readonly version: number
}

/** A stretch of the trail that is queued a page at a time. */
export interface CatchingUp {
  /** The last row that was looked at; the first id of the time at which it begins. */
  readonly after: string
  /** Epoch milliseconds, before this one. */
  readonly until: number
  /** Whether what was taken already is sent once more. */
  readonly again: boolean
}

export type MessageStatus = 'waiting' | 'sent' | 'abandoned'

/** One event on its way to one subscriber. */
export interface Message {
  readonly subscriberId: string
  /** The row of the audit trail: the same at each try. */
  readonly eventId: string
  readonly accountId: string | undefined
  readonly status: MessageStatus
  readonly attempts: number
  /** What the last try came to: `200`, `503`, `timeout`. */
  readonly answer: string | undefined
  readonly nextAt: number
  readonly sentAt: number | undefined
}

export interface SubscriptionTables {
  subscription_messages: MessagesTable
  subscription_feeds: FeedsTable
}

export interface MessagesTable {
  subscriber_id: string
  event_id: string
  account_id: string | null
  status: string
  attempts: number
  answer: string | null
  next_at: number
  lease_until: number | null
  sent_at: number | null
}

/** How far the trail was queued: a row for each kind of subscriber, while there is any. */
export interface FeedsTable {
  id: string
  place: string
  /** Goes up with each move: of two nodes, one queues. */
  turn: number
}
