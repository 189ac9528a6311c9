import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { archiveBroken } from '../errors.ts'
import { inArrays, valuesOf } from '../sqlite/named.ts'
import { listed, quoted } from './quote.ts'
import { carriedTables, type TableShape } from './tables.ts'

/** What a backup says of itself. */
const archiveFacts = z.object({
  format: z.literal(1),
  /** Epoch milliseconds. */
  madeAt: z.int(),
  /** Which kind of database it was made of; it goes back into either. */
  madeFrom: z.enum(['sqlite', 'postgres']),
  /** The migrations that its tables have been through. */
  schema: z.array(z.string()),
  /** Rows by table. */
  counts: z.record(z.string(), z.int()),
  /** SHA-256 over all rows, in hex. */
  digest: z.string(),
  /** A keyed hash over all else: whoever lacks the key of the installation cannot make one. */
  seal: z.string().optional(),
})
export type ArchiveFacts = z.infer<typeof archiveFacts>

const rowsBetweenReports = 5_000

/** Tells how many of all rows are looked at. */
export type RowsProgress = (done: number, of: number) => void

/** Counts and digest of what lies in the file now; of its tables, unless they are told. */
export function examine(
  db: DatabaseSync,
  onProgress: RowsProgress = () => undefined,
  tables: readonly TableShape[] = carriedTables(db),
) {
  const counts = Object.fromEntries(tables.map(({ name }) => [name, countOf(db, name)]))
  const of = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const hash = createHash('sha256')
  let done = 0
  for (const { name, columns, key } of tables) {
    hash.update(`${JSON.stringify([name, columns])}\n`)
    const order = key.length > 0 ? `ORDER BY ${listed(key)}` : ''
    const rows = inArrays(db.prepare(`SELECT ${listed(columns)} FROM ${quoted(name)} ${order}`))
    for (const row of rows.iterate()) {
      hash.update(`${JSON.stringify(valuesOf(row), bytesAsHex)}\n`)
      if (++done % rowsBetweenReports === 0) onProgress(done, of)
    }
  }
  onProgress(of, of)
  return { counts, digest: hash.digest('hex') }
}

export function writeFacts(db: DatabaseSync, facts: ArchiveFacts): void {
  db.exec('CREATE TABLE IF NOT EXISTS archive (facts text NOT NULL) STRICT; DELETE FROM archive')
  db.prepare('INSERT INTO archive (facts) VALUES (?)').run(JSON.stringify(facts))
}

/** Throws `archive.broken` where the file says nothing that we understand. */
export function readFacts(db: DatabaseSync, file: string): ArchiveFacts {
  try {
    const row = db.prepare('SELECT facts FROM archive').get()
    return archiveFacts.parse(JSON.parse(String(row?.facts)))
  } catch (error) {
    throw archiveBroken(file, error)
  }
}

function countOf(db: DatabaseSync, table: string): number {
  return Number(db.prepare(`SELECT count(*) AS total FROM ${quoted(table)}`).get()?.total)
}

function bytesAsHex(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
}
