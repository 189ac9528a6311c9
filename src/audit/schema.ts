import type { Generated } from 'kysely'
import type { AuditEntry } from '../storage/index.ts'

export interface AuditTables {
  audit_events: AuditEventsTable
  audit_batches: AuditBatchesTable
  audit_lanes: AuditLanesTable
  audit_seals: AuditSealsTable
  audit_refusals: AuditRefusalsTable
}

export interface AuditEventsTable {
  /** Sorts by time of the entry. */
  id: string
  lane: string
  /** 1, 2, 3 … within its lane, without gaps. */
  sequence: number
  batch: number
  at: number
  event: string
  outcome: string
  reason: string | null
  account_id: string | null
  application_id: string | null
  authenticator_id: string | null
  attempt_id: string | null
  actor: string
  source: string | null
  details: string | null
}

/** One group of bookings in one lane. */
export interface AuditBatchesTable {
  lane: string
  batch: number
  /** Sequence of its last row. */
  last_sequence: number
  rows: number
  /** HMAC-SHA256 over lane, batch, the hash before and the rows; hex. */
  hash: string
}

/** The head of each writer's chain. */
export interface AuditLanesTable {
  id: string
  /** Who writes it: `server`, `cli`. */
  writer: string
  opened_at: number
  moved_at: number
  batches: number
  rows: number
  hash: string
  /** Batches that the last seal over it covered. */
  sealed_batches: Generated<number>
  /** Number of the seal that covered it for good; null while it may still move. */
  settled_by: Generated<number | null>
}

export interface AuditSealsTable {
  number: number
  at: number
  /** Lane heads that moved since the seal before: JSON of `LaneHead[]`. */
  heads: string
  root: string
  previous: string
  hash: string
  signature: string
  key_id: string
}

export interface AuditRefusalsTable {
  id: string
  account_id: string | null
  owner_key: string
  minute: number
  slot: number
  reason: string
  source: string | null
  count: number
  first_at: number
  last_at: number
}

/** A row of the trail as it is read. */
export interface AuditRow extends AuditEntry {
  readonly id: string
  /** Where it stands in the trail; absent for refusals of a kind that were counted within a minute (R16). */
  readonly lane?: string
  readonly sequence?: number
}

/** The `event` of rows that stand for several refusals; their `details` tell how many, and until when. */
export const countedRefusals = 'refusals.counted'

export interface AuditQuery {
  readonly accountId?: string
  readonly applicationId?: string
  readonly event?: string
  readonly outcome?: AuditEntry['outcome']
  readonly actor?: string
  readonly source?: string
  /** Epoch milliseconds, from this one on. */
  readonly since?: number
  /** Epoch milliseconds, before this one. */
  readonly until?: number
  /** What the page before gave as `next`. */
  readonly cursor?: string
  /** 1 to 500; 50 by default. */
  readonly limit?: number
}

export interface AuditPage {
  readonly items: readonly AuditRow[]
  readonly next?: string
}

/** How far somebody has read the trail: a seal, and rows beyond it where the next one was too long for one look. */
export interface FeedPlace {
  readonly seal: number
  /** Rows read of each lane that may still move. */
  readonly lanes: Readonly<Record<string, number>>
}

export interface FeedPage {
  readonly rows: readonly AuditRow[]
  readonly place: FeedPlace
}
