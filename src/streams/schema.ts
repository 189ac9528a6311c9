import type { Id } from '../kernel/ids.ts'
import type { Subscriber } from '../subscriptions/index.ts'

/** Where events go: to an address of the receiver (RFC 8935), or nowhere until it fetches them (RFC 8936). */
export type StreamDelivery = { readonly method: 'push'; readonly url: string } | { readonly method: 'poll' }

/** paused: what happens meanwhile is told later · disabled: it is not told at all. */
export type StreamStatus = 'enabled' | 'paused' | 'disabled'

/** Who or what set the status. */
export type StatusCause =
  /** The receiver. */
  | 'receiver'
  /** An administrator here: nobody else lifts it. */
  | 'administrator'
  /** Nothing was taken for days. */
  | 'failing'
  /** The other side said that it is gone for good (410). */
  | 'gone'
  /** What the receiver wants to see in its header cannot be opened: it has to set it anew (F-28). */
  | 'unreadable'
  /** A backup was restored: whether it is this installation that should speak is for people to say. */
  | 'restored'

/** What the receiver says of a stream of its own. */
export interface StreamSettings {
  readonly delivery: StreamDelivery
  /** Event types as it named them, those that we do not know, too; undefined: all that we have. */
  readonly requested: readonly string[] | undefined
  readonly description: string | undefined
}

/** An application that is told what concerns those who sign in to it. */
export interface Stream extends StreamSettings, Subscriber<'stream'> {
  readonly applicationId: Id<'application'>
  /** The door by which the application came when it was made. */
  readonly door: string
  readonly status: StreamStatus
  readonly cause: StatusCause
  /** In the receiver's words. */
  readonly reason: string | undefined
  /** Since when it has this status. */
  readonly statusAt: number
  /** When the receiver last asked for a sign of life. */
  readonly verifiedAt: number | undefined
  readonly createdAt: number
}

export interface StreamTables {
  streams: StreamsTable
  stream_subjects: StreamSubjectsTable
}

export interface StreamsTable {
  id: string
  application_id: string
  door: string
  /** Null: it is fetched. */
  url: string | null
  /** Sealed: what the receiver wants to see in the header of that name. */
  authorization: Uint8Array | null
  requested: string | null
  description: string | null
  status: string
  cause: string
  reason: string | null
  status_at: number
  failing_since: number | null
  catching_up: string | null
  verified_at: number | null
  created_at: number
  version: number
}

/** Of whom the receiver does not want to hear. */
export interface StreamSubjectsTable {
  stream_id: string
  account_id: string
}
