import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import { listed, quoted } from '../archive/quote.ts'
import { carriedTables, type TableShape } from '../archive/tables.ts'
import { schemaBehind, unreachable } from '../errors.ts'
import { type Migration, pendingMigrations } from '../migration.ts'
import { toValue } from '../statement.ts'
import { clientConfig } from './connect.ts'
import { appliedMigrations } from './migrate.ts'

const rowsAtOnce = 1_000

/**
 * Copies all tables, as they are at one moment, into an SQLite file that has the same tables and nothing in them: one
 * transaction, REPEATABLE READ and read-only, beside everything that goes on. Returns the migrations that it has.
 */
export async function copyPostgres(
  url: string,
  draft: string,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const client = new Client({ ...clientConfig(url), statement_timeout: 0 })
  client.on('error', () => undefined)
  await client.connect().catch((error: unknown) => {
    throw unreachable(error)
  })
  const into = new DatabaseSync(draft)
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    const applied = await appliedMigrations(client)
    const pending = pendingMigrations(migrations, applied)
    if (pending.length > 0) throw schemaBehind(pending.map((migration) => migration.name))
    into.exec('BEGIN')
    for (const table of carriedTables(into)) await copyTable(client, into, table)
    into.exec('COMMIT')
    await client.query('commit')
    return applied
  } finally {
    into.close()
    await client.end().catch(() => undefined)
  }
}

async function copyTable(client: Client, into: DatabaseSync, { name, columns }: TableShape): Promise<void> {
  const marks = columns.map(() => '?').join(', ')
  // What migrations seed is among the rows that come.
  into.exec(`DELETE FROM ${quoted(name)}`)
  const insert = into.prepare(`INSERT INTO ${quoted(name)} (${listed(columns)}) VALUES (${marks})`)
  await client.query(`declare rows no scroll cursor for select ${listed(columns)} from ${quoted(name)}`)
  for (;;) {
    const { rows } = await client.query<Record<string, unknown>>(`fetch ${rowsAtOnce} from rows`)
    for (const row of rows) insert.run(...columns.map((column) => toValue(row[column])))
    if (rows.length < rowsAtOnce) break
  }
  await client.query('close rows')
}
