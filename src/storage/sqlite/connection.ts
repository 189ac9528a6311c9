import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'
import type { Statement, Value } from '../booking.ts'
import { readInteger } from '../codecs.ts'
import { toValue } from '../statement.ts'

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

/** Kysely over one connection, for reading and for migrations; integers beyond 2^53 arrive as text. */
export function kyselyOver<Tables>(db: DatabaseSync): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapter(db) }) })
}

const cachedStatements = 500

function adapter(db: DatabaseSync): SqliteDatabase {
  const cache = new Map<string, SqliteStatement>()
  return {
    close: () => db.close(),
    prepare(sql) {
      const known = cache.get(sql)
      if (known) return known
      const statement = adaptStatement(db.prepare(sql))
      if (cache.size >= cachedStatements) cache.clear()
      cache.set(sql, statement)
      return statement
    },
  }
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  statement.setReadBigInts(true)
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(toValue)).map((row) => ({ ...readRow(row) })),
    run: (parameters) => statement.run(...parameters.map(toValue)),
    *iterate(parameters) {
      for (const row of statement.iterate(...parameters.map(toValue))) yield { ...readRow(row) }
    },
  }
}

function readRow(row: Record<string, unknown>): Record<string, unknown> {
  for (const name in row) {
    const value = row[name]
    if (typeof value === 'bigint') row[name] = readInteger(value)
  }
  return row
}

/** Reads with statements that are prepared once; their values are bound ones, so they need no further look. */
export function readerOver(db: DatabaseSync): (statement: Statement) => readonly unknown[] {
  const cache = new Map<string, StatementSync>()
  return ({ sql, parameters }) => {
    const statement = cache.get(sql) ?? prepare(db, sql).statement
    cache.set(sql, statement)
    return statement.all(...parameters).map(readRow)
  }
}

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
