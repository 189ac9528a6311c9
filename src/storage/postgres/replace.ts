import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import { SallyportError } from '../../kernel/errors.ts'
import { listed, quoted } from '../archive/quote.ts'
import { carriedTables, type TableShape } from '../archive/tables.ts'
import { othersConnected, schemaBehind, storageUnavailable, unreachable } from '../errors.ts'
import { pendingMigrations } from '../migration.ts'
import type { Replacement } from '../replace.ts'
import { inArrays, nameValues } from '../sqlite/named.ts'
import { clientConfig, demandDurability } from './connect.ts'
import { appliedMigrations } from './migrate.ts'

const rowsAtOnce = 1_000

/**
 * Everything in our tables becomes what lies in the SQLite file, in one transaction: killed before its end, nothing has
 * changed. Throws `storage.in-use` where a node is connected.
 */
export async function replacePostgres(url: string, replacement: Replacement): Promise<void> {
  const client = new Client({
    ...clientConfig(url),
    statement_timeout: 0,
    application_name: 'sallyport restore',
  })
  client.on('error', () => undefined)
  await client.connect().catch((error: unknown) => {
    throw unreachable(error)
  })
  const from = new DatabaseSync(replacement.from, { readOnly: true })
  try {
    await demandDurability(client)
    await client.query('begin')
    await requireReady(client, replacement)
    const tables = carriedTables(from)
    await client.query(`lock table ${listed(tables.map(({ name }) => name))} in access exclusive mode`)
    for (const [index, table] of tables.entries()) {
      await client.query(`delete from ${quoted(table.name)}`)
      await copyTable(client, from, table)
      replacement.onProgress?.(index + 1, tables.length)
    }
    await client.query('commit')
  } catch (error) {
    throw error instanceof SallyportError ? error : storageUnavailable(error)
  } finally {
    from.close()
    await client.end().catch(() => undefined)
  }
}

async function requireReady(client: Client, { migrations }: Replacement): Promise<void> {
  const pending = pendingMigrations(migrations, await appliedMigrations(client))
  if (pending.length > 0) throw schemaBehind(pending.map((migration) => migration.name))
  const { rows } = await client.query<{ others: number }>(
    `select count(*) as others from pg_stat_activity
     where datname = current_database() and application_name = 'sallyport' and pid <> pg_backend_pid()`,
  )
  if (Number(rows[0]?.others) > 0) throw othersConnected()
}

/** Rows travel as one JSON text: its names are the columns, and PostgreSQL knows what is of which type. */
async function copyTable(client: Client, from: DatabaseSync, { name, columns }: TableShape): Promise<void> {
  const all = listed(columns)
  const insert = `insert into ${quoted(name)} (${all})
    select ${all} from json_populate_recordset(null::${quoted(name)}, $1)`
  const json = await jsonColumns(client, name)
  const select = inArrays(from.prepare(`SELECT ${all} FROM ${quoted(name)}`))
  let waiting: unknown[] = []
  const flush = async () => {
    if (waiting.length > 0) await client.query(insert, [JSON.stringify(waiting)])
    waiting = []
  }
  for (const row of select.iterate()) {
    waiting.push(travelling(nameValues(columns, row), json))
    if (waiting.length >= rowsAtOnce) await flush()
  }
  await flush()
}

async function jsonColumns(client: Client, table: string): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and atttypid = 'jsonb'::regtype`,
    [quoted(table)],
  )
  return new Set(rows.map((row) => row.name))
}

/** Bytes as PostgreSQL writes them in text; JSON as JSON, or it would be a text within it. */
function travelling(row: Record<string, unknown>, json: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (value instanceof Uint8Array) return [name, `\\x${Buffer.from(value).toString('hex')}`]
      return [name, json.has(name) && typeof value === 'string' ? JSON.parse(value) : value]
    }),
  )
}
