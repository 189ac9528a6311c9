import type { Compilable, Kysely } from 'kysely'
import type { Clock } from '../kernel/clock.ts'
import type { Booking, BookingOutcome, Statement, Value } from './booking.ts'

export type Dialect = 'sqlite' | 'postgres'

/** The database as the rest of the house sees it: reads by Kysely, writes as bookings, and nothing else. */
export interface Storage {
  readonly dialect: Dialect
  /** Wall time; on PostgreSQL corrected towards the database's clock (G14). */
  readonly clock: Clock
  /** For reading and for building statements. It never uses the writer's connection, and cannot write (R5). */
  tables<Tables>(): Kysely<Tables>
  /** A statement that is compiled once and then only bound: for hot paths. */
  statement<Values extends Record<string, Value>, Tables>(
    build: (values: Placeholders<Values>, db: Kysely<Tables>) => Compilable,
    expect?: number,
  ): (values: Values) => Statement
  /** A read that is compiled and prepared once and then only bound and run: for hot paths. */
  query<Values extends Record<string, Value>, Tables, Row>(
    build: (values: Placeholders<Values>, db: Kysely<Tables>) => Compilable<Row>,
  ): (values: Values) => Promise<readonly Row[]>
  /**
   * Resolves after the commit that holds it (G7). Rejects with kind `unavailable` when it could not be booked;
   * with `storage.outcome-unknown` the connection was lost while committing, and it may have been.
   */
  book(booking: Booking): Promise<BookingOutcome>
  /** For readiness; answers within two seconds whatever the database does. */
  health(): Promise<StorageHealth>
  /** Lets what was handed in finish, then closes. Bookings after it are refused. */
  close(): Promise<void>
}

/** What stands for the values while a statement is compiled: pass them on, never look at them. */
export type Placeholders<Values> = { readonly [Name in keyof Values]: Values[Name] }

export interface StorageHealth {
  readonly reachable: boolean
  /** Migrations that this version knows and the database lacks. */
  readonly behind: readonly string[]
  /** Milliseconds by which the database's clock is ahead of ours; 0 on SQLite. */
  readonly clockOffset: number
  readonly queued: number
  readonly capacity: number
}
