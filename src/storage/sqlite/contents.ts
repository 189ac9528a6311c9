import { quoted } from '../archive/quote.ts'
import { connect } from './connection.ts'
import { openingFailure } from './failures.ts'

export function countInSqlite(file: string, tables: readonly string[]): ReadonlyMap<string, number> {
  try {
    const db = connect(file, { readOnly: true, busyTimeout: 5_000 })
    try {
      const known = new Set(
        db
          .prepare('SELECT name FROM sqlite_master')
          .all()
          .map((row) => row.name),
      )
      const there = tables.filter((table) => known.has(table))
      const count = (table: string) =>
        Number(db.prepare(`SELECT count(*) AS total FROM ${quoted(table)}`).get()?.total)
      return new Map(there.map((table) => [table, count(table)]))
    } finally {
      db.close()
    }
  } catch (error) {
    throw openingFailure(file, error)
  }
}
