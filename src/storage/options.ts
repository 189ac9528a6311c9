import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Random } from '../kernel/random.ts'
import type { LateLaneSource } from './lane.ts'
import type { Migration } from './migration.ts'

/** What a storage is opened with. */
export interface OpenOptions {
  /** A file for SQLite, or a URL that starts with `postgres://`. */
  readonly database: string
  readonly clock: Clock
  readonly random: Random
  readonly logger?: Logger
  /** The complete list, from all folders; a door that is off still has its tables. */
  readonly migrations: readonly Migration[]
  /** What writes the events of bookings (R16). Without it, a booking may carry none. */
  readonly audit?: LateLaneSource
  /** PostgreSQL only: bring the schema up to date while opening, as demo and tests do. `serve` does not. */
  readonly migrate?: boolean
  /** SQLite only: milliseconds to wait for another process that writes. 1 s in the server, 5 s in the CLI. */
  readonly busyTimeout?: number
  /** How many bookings may wait before more are refused as `storage.busy`. */
  readonly capacity?: number
  /** Called when the wall clock moved by more than five seconds against the database's or the monotonic one. */
  readonly onClockJump?: (milliseconds: number) => void
}
