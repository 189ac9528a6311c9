import type { Id } from '../kernel/ids.ts'

/** What a database column takes. Booleans travel as 0 and 1, counters beyond 2^53 as text (see columns.ts). */
export type Value = string | number | bigint | Uint8Array | null

/** One finished statement: `?` (SQLite) or `$n` (PostgreSQL) already in place. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly Value[]
  /** Rows that it must change or return; otherwise the whole booking is refused. Undefined: any number. */
  readonly expect?: number
}

/**
 * The rows that one verdict or completion changes, as data: no callback, no await inside (R5).
 * All of it happens, or none.
 */
export interface Booking {
  readonly statements: readonly Statement[]
  /**
   * Ids of the account, attempt and authenticators that this booking touches. At most one booking per lock
   * travels in one group (R6), and groups take them in id order, so that two nodes never deadlock.
   */
  readonly locks: readonly string[]
  /** Monotonic milliseconds after which nobody waits for the answer any more: dropped before it runs. */
  readonly deadline?: number
  /** What the audit says of this booking; it becomes rows of the same transaction. */
  readonly events?: readonly AuditEntry[]
}

/** A row of the audit trail before it has its lane, sequence and hash. */
export interface AuditEntry {
  readonly at: number
  /** Stable name: `proof.accepted`, `account.disabled`. */
  readonly event: string
  readonly outcome: 'accepted' | 'refused' | 'done'
  readonly reason?: string
  readonly accountId?: Id<'account'>
  readonly applicationId?: Id<'application'>
  readonly authenticatorId?: Id<'authenticator'>
  readonly attemptId?: Id<'attempt'>
  /** Who did it: an account, an API key, the command line's operating-system user, `system`. */
  readonly actor: string
  readonly source?: string
  /** Allow-listed by the writer of the entry: never a code, secret, token or password (G9). */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>
}

/** `refused`: some expected count was not met, somebody booked first; nothing was written. */
export type BookingOutcome = 'booked' | 'refused'
