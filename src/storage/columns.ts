import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from './storage.ts'

/** Column types by meaning; a migration names these and so runs on both databases. */
export interface Columns {
  /** An id of ours. */
  id(): ColumnType
  text(): ColumnType
  /** JSON: text in SQLite, jsonb in PostgreSQL. Write with `writeJson`, read with `readJson`. */
  json(): ColumnType
  bytes(): ColumnType
  /** Epoch milliseconds. */
  time(): ColumnType
  /** 0 or 1. */
  flag(): ColumnType
  /** 64 bit, beyond what a number holds. Write with `writeCounter`, read with `readCounter`. */
  counter(): ColumnType
}

export type ColumnType = RawBuilder<unknown>

export function columnsFor(dialect: Dialect): Columns {
  const names = types[dialect]
  return {
    id: () => sql.raw(names.text),
    text: () => sql.raw(names.text),
    json: () => sql.raw(names.json),
    bytes: () => sql.raw(names.bytes),
    time: () => sql.raw(names.long),
    flag: () => sql.raw(names.flag),
    counter: () => sql.raw(names.long),
  }
}

/** PostgreSQL sorts text by the C collation, as SQLite does: pages and lock orders are the same on both. */
const types = {
  sqlite: { text: 'text', json: 'text', bytes: 'blob', long: 'integer', flag: 'integer' },
  postgres: { text: 'text collate "C"', json: 'jsonb', bytes: 'bytea', long: 'bigint', flag: 'smallint' },
} as const satisfies Record<Dialect, Record<string, string>>
