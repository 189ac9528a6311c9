import { Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import { within } from '../../kernel/deadline.ts'
import { silentLogger } from '../../kernel/logger.ts'
import { measureClock } from '../clock.ts'
import { schemaBehind, unreachable } from '../errors.ts'
import { laneSource, loadLanes } from '../lane.ts'
import { type Migration, pendingMigrations } from '../migration.ts'
import type { OpenOptions } from '../options.ts'
import { compileQuery, compileStatement } from '../statement.ts'
import type { Storage, StorageHealth } from '../storage.ts'
import { typedTables } from '../tables.ts'
import { connectWriter, demandDurability } from './connect.ts'
import { appliedMigrations, migratePostgres } from './migrate.ts'
import { kyselyPool, openReaders } from './readers.ts'
import { readsOver } from './reads.ts'
import { startWriters } from './writers.ts'

const defaultCapacity = 10_000
const connections = { booking: 3, reading: 4, hotReading: 2 }
const healthLimit = 2_000

/** Opens the database. It migrates only when told to; otherwise it refuses a schema that is behind or ahead. */
export async function openPostgres(url: string, options: OpenOptions): Promise<Storage> {
  const { migrations, capacity = defaultCapacity, logger = silentLogger } = options
  if (options.migrate) await migratePostgres(url, migrations)
  const pool = openReaders(url, connections.reading, logger)
  try {
    const pending = await pendingIn(pool, migrations)
    await demandDurability(pool)
    if (pending.length > 0) throw schemaBehind(pending)
  } catch (error) {
    await pool.end()
    throw error
  }

  const measured = measureClock({
    clock: options.clock,
    readTime: () => timeOf(pool),
    onJump: options.onClockJump ?? (() => {}),
  })
  await measured.measure()
  let lanes: ReturnType<typeof loadLanes> | undefined
  const openLanes = () => (lanes ??= loadLanes(laneSource(options.audit), 'postgres'))
  const writers = startWriters({
    connect: async (onLost) => connectWriter(url, await openLanes(), onLost),
    clock: options.clock,
    capacity,
    connections: connections.booking,
    logger,
  })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: kyselyPool(pool) }) })
  const hotReaders = openReaders(url, connections.hotReading, logger)
  const read = readsOver(hotReaders)

  return {
    dialect: 'postgres',
    clock: measured.clock,
    tables: <Tables>() => typedTables<Tables>(db),
    statement: (build, expect) => compileStatement(db, build, expect),
    query: (build) => compileQuery(db, build, read),
    book: writers.book,

    async health(): Promise<StorageHealth> {
      const behind = await within(healthLimit, pendingIn(pool, migrations)).catch(() => undefined)
      return {
        reachable: behind !== undefined,
        behind: behind ?? [],
        clockOffset: measured.offset(),
        queued: writers.queued(),
        capacity,
      }
    },

    async close() {
      measured.stop()
      await writers.close()
      await db.destroy()
      // Kysely ends only what it has used.
      for (const open of [pool, hotReaders]) if (!open.ending) await open.end()
    },
  }
}

async function pendingIn(pool: Pool, migrations: readonly Migration[]): Promise<readonly string[]> {
  const applied = await appliedMigrations(pool).catch((error) => {
    throw unreachable(error)
  })
  return pendingMigrations(migrations, applied).map((migration) => migration.name)
}

async function timeOf(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ now: number }>(
    'select extract(epoch from clock_timestamp())::float8 * 1000 as now',
  )
  const now = rows[0]?.now
  if (now === undefined) throw new Error('The database did not tell the time')
  return now
}
