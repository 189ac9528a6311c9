import type { DatabaseSync } from 'node:sqlite'
import { listed, quoted } from './quote.ts'

/** A table with its columns, in the order in which they were made, and the key by which its rows are in order. */
export interface TableShape {
  readonly name: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

/** Tables that are not ours to carry: the facts of the archive itself, and what the target says of its own schema. */
const notCarried: ReadonlySet<string> = new Set(['archive', 'migrations'])

/** The tables of an SQLite file that a backup carries, by name. */
export function carriedTables(db: DatabaseSync): readonly TableShape[] {
  const names = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all()
    .map((row) => String(row.name))
  return names.filter((name) => !notCarried.has(name)).map((name) => shapeOf(db, name))
}

function shapeOf(db: DatabaseSync, name: string): TableShape {
  const columns = db.prepare(`PRAGMA table_info(${quoted(name)})`).all()
  const key = columns
    .filter((column) => Number(column.pk) > 0)
    .toSorted((a, b) => Number(a.pk) - Number(b.pk))
    .map((column) => String(column.name))
  return { name, columns: columns.map((column) => String(column.name)), key }
}

/** What lies in a table of the attached `source` becomes what lies in ours. */
export function takeFromSource(db: DatabaseSync, { name, columns }: TableShape): void {
  const all = listed(columns)
  db.exec(`DELETE FROM main.${quoted(name)}`)
  db.exec(`INSERT INTO main.${quoted(name)} (${all}) SELECT ${all} FROM source.${quoted(name)}`)
}
