import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Random } from '../kernel/random.ts'
import { unknownUrl } from './errors.ts'
import type { LaneSource } from './lane.ts'
import { storageMigrations } from './meta.ts'
import type { Migration } from './migration.ts'
import type { Storage } from './storage.ts'

export interface OpenOptions {
  /** A file for SQLite, or a URL that starts with `postgres://`. */
  readonly database: string
  readonly clock: Clock
  readonly random: Random
  readonly logger?: Logger
  /** The complete list, from all folders; a door that is off still has its tables. */
  readonly migrations: readonly Migration[]
  /** What writes the events of bookings (R16). Without it, a booking may carry none. */
  readonly audit?: LaneSource
  /** PostgreSQL only: bring the schema up to date while opening, as demo and tests do. `serve` does not. */
  readonly migrate?: boolean
  /** SQLite only: milliseconds to wait for another process that writes. 1 s in the server, 5 s in the CLI. */
  readonly busyTimeout?: number
  /** How many bookings may wait before more are refused as `storage.busy`. */
  readonly capacity?: number
  /** Called when the wall clock moved by more than five seconds against the database's or the monotonic one. */
  readonly onClockJump?: (milliseconds: number) => void
}

/** Opens a database; the drivers are loaded only here, and only the one that is needed. */
export async function openStorage(options: OpenOptions): Promise<Storage> {
  const complete = withOwnMigrations(options)
  if (isPostgresUrl(options.database)) {
    const { openPostgres } = await import('./postgres/open.ts')
    return openPostgres(options.database, complete)
  }
  const { openSqlite } = await import('./sqlite/open.ts')
  return openSqlite(fileOf(options.database), complete)
}

/** Brings a database up to date and tells which migrations that took: `sallyport migrate`. */
export async function migrateStorage(
  options: Pick<OpenOptions, 'database' | 'migrations'>,
): Promise<readonly string[]> {
  const { database, migrations } = withOwnMigrations(options)
  if (isPostgresUrl(database)) {
    const { migratePostgres } = await import('./postgres/migrate.ts')
    return migratePostgres(database, migrations)
  }
  const { migrateSqlite } = await import('./sqlite/migrate.ts')
  return migrateSqlite(fileOf(database), migrations)
}

function withOwnMigrations<Options extends Pick<OpenOptions, 'migrations'>>(options: Options): Options {
  return { ...options, migrations: [...storageMigrations, ...options.migrations] }
}

function isPostgresUrl(database: string): boolean {
  return /^postgres(ql)?:\/\//.test(database)
}

function fileOf(database: string): string {
  if (/^[a-z][a-z0-9+]+:\/\//i.test(database) || database === '') throw unknownUrl()
  return database
}
