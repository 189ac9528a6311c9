import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { silentLogger } from '../../kernel/logger.ts'
import type { Statement } from '../booking.ts'
import { measureClock } from '../clock.ts'
import { schemaBehind, unreachable } from '../errors.ts'
import { loadLanes } from '../lane.ts'
import { type Migration, pendingMigrations } from '../migration.ts'
import type { OpenOptions } from '../options.ts'
import { compileQuery, compileStatement } from '../statement.ts'
import type { Storage, StorageHealth } from '../storage.ts'
import { typedTables } from '../tables.ts'
import { clientConfig, connectWriter, demandDurability } from './connect.ts'
import { sqlState } from './failures.ts'
import { appliedMigrations, migratePostgres } from './migrate.ts'
import { startWriters } from './writers.ts'

const defaultCapacity = 10_000
const readers = 4
const writerConnections = 3
const healthLimit = 2_000

/** Opens the database. It migrates only when told to; otherwise it refuses a schema that is behind or ahead. */
export async function openPostgres(url: string, options: OpenOptions): Promise<Storage> {
  const { migrations, capacity = defaultCapacity, logger = silentLogger } = options
  if (options.migrate) await migratePostgres(url, migrations)
  const pool = openReaders(url)
  pool.on('error', (error) => logger.warn({ error }, 'An idle database connection was lost'))
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
  const openLane = await loadLanes(options.audit, 'postgres')
  const writers = startWriters({
    connect: (onLost) => connectWriter(url, openLane, onLost),
    clock: options.clock,
    capacity,
    connections: writerConnections,
  })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const read = preparedReads(pool)

  return {
    dialect: 'postgres',
    clock: measured.clock,
    tables: <Tables>() => typedTables<Tables>(db),
    statement: (build, expect) => compileStatement(db, build, expect),
    query: (build) => compileQuery(db, build, (statement) => read(statement)),
    book: writers.book,

    async health(): Promise<StorageHealth> {
      const behind = await within(
        healthLimit,
        pendingIn(pool, migrations).then((pending) => pending),
        undefined,
      )
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
    },
  }
}

/** Reads go to the same server as writes, on connections that cannot write. */
function openReaders(url: string): Pool {
  return new Pool({
    ...clientConfig(url),
    options: '-c default_transaction_read_only=on',
    max: readers,
    allowExitOnIdle: true,
  })
}

/** Reads under a name, so that each connection parses and plans a text once. */
function preparedReads(pool: Pool): (statement: Statement) => Promise<readonly unknown[]> {
  const names = new Map<string, string>()
  let last = 0

  function newName(sql: string): string {
    const name = `read-${++last}`
    names.set(sql, name)
    return name
  }

  async function run(name: string, { sql, parameters }: Statement): Promise<readonly unknown[]> {
    const { rows } = await pool.query({ name, text: sql, values: [...parameters] })
    return rows
  }

  return async (statement) => {
    const { sql } = statement
    try {
      return await run(names.get(sql) ?? newName(sql), statement)
    } catch (error) {
      if (sqlState(error) !== planOutdated) throw error
      return run(newName(sql), statement)
    }
  }
}

/** A migration changed a table under a prepared statement (`feature_not_supported`, "cached plan must not change"). */
const planOutdated = '0A000'

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

/** The answer, or `otherwise` when it fails or takes too long. */
async function within<Answer, Other>(
  limit: number,
  answer: Promise<Answer>,
  otherwise: Other,
): Promise<Answer | Other> {
  const { promise: late, resolve } = Promise.withResolvers<Other>()
  const timer = setTimeout(() => resolve(otherwise), limit)
  try {
    return await Promise.race([answer.catch(() => otherwise), late])
  } finally {
    clearTimeout(timer)
  }
}
