import { sql } from 'kysely'
import { silentLogger } from '../../kernel/logger.ts'
import { watchClock } from '../clock.ts'
import type { OpenOptions } from '../options.ts'
import { compileQuery, compileStatement } from '../statement.ts'
import type { Storage } from '../storage.ts'
import { typedTables } from '../tables.ts'
import { connect } from './connection.ts'
import { openingFailure } from './failures.ts'
import { kyselyOver } from './kysely.ts'
import { migrateSqlite } from './migrate.ts'
import { readerOver } from './reader.ts'
import { startWriter } from './writer.ts'

const defaultBusyTimeout = 1_000
const defaultCapacity = 10_000

/** Opens the file, brought up to date first: there is nobody else who could do it. */
export async function openSqlite(file: string, options: OpenOptions): Promise<Storage> {
  const {
    clock,
    audit,
    logger = silentLogger,
    busyTimeout = defaultBusyTimeout,
    capacity = defaultCapacity,
  } = options
  await migrateSqlite(file, options.migrations)
  const connection = openReader(file, busyTimeout)
  const db = kyselyOver<unknown>(connection)
  const read = readerOver(connection)
  const stopWatching = watchClock(clock, options.onClockJump ?? (() => undefined))
  const writer = startWriter({ file, busyTimeout, capacity, clock, logger, lane: audit })

  return {
    dialect: 'sqlite',
    clock,
    tables: <Tables>() => typedTables<Tables>(db),
    statement: (build, expect) => compileStatement(db, build, expect),
    query: (build) => compileQuery(db, build, read),
    book: writer.book,

    async health() {
      const reachable = await sql`select 1`.execute(db).then(
        () => true,
        () => false,
      )
      return { reachable, behind: [], clockOffset: 0, queued: writer.queued(), capacity }
    },

    async close() {
      stopWatching()
      await db.destroy()
      // Kysely closes only what it has used.
      if (connection.isOpen) connection.close()
      await writer.close()
    },
  }
}

function openReader(file: string, busyTimeout: number) {
  try {
    return connect(file, { readOnly: true, busyTimeout })
  } catch (error) {
    throw openingFailure(file, error)
  }
}
