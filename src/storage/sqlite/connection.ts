import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Value } from '../booking.ts'

export interface ConnectionOptions {
  readonly readOnly: boolean
  /** Milliseconds to wait for another process that writes; SQLite's own default is none. */
  readonly busyTimeout: number
}

/** Opens one connection, with durability at its strictest: WAL and a flush at each commit (G7). */
export function connect(file: string, options: ConnectionOptions): DatabaseSync {
  const db = new DatabaseSync(file, {
    readOnly: options.readOnly,
    timeout: options.busyTimeout,
    enableForeignKeyConstraints: true,
  })
  db.exec('PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -8000')
  return db
}

const cachedStatements = 500

/** Runs prepared statements on the writer's connection and tells how many rows each changed or returned. */
export type Runner = (sql: string, parameters: readonly Value[]) => number

export function runnerOver(db: DatabaseSync): Runner {
  const cache = new Map<string, Prepared>()

  function prepared(sql: string): Prepared {
    const known = cache.get(sql)
    if (known) return known
    if (cache.size >= cachedStatements) cache.clear()
    const fresh = prepare(db, sql)
    cache.set(sql, fresh)
    return fresh
  }

  return (sql, parameters) => {
    const { statement, reads } = prepared(sql)
    return reads ? statement.all(...parameters).length : Number(statement.run(...parameters).changes)
  }
}

interface Prepared {
  readonly statement: StatementSync
  readonly reads: boolean
}

function prepare(db: DatabaseSync, sql: string): Prepared {
  const statement = db.prepare(sql)
  statement.setReadBigInts(true)
  return { statement, reads: statement.columns().length > 0 }
}
