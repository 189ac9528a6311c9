import { Kysely, PostgresDialect } from 'kysely'
import { Client } from 'pg'
import { columnsFor } from '../columns.ts'
import { unreachable } from '../errors.ts'
import { type Migration, pendingMigrations } from '../migration.ts'
import { ownTypes } from './parsers.ts'

/** Held by the run, so that a second migrator waits; any number will do if it is always the same. */
const migrationLock = '5983465029836501'

/** Brings the schema up to date in one transaction under an advisory lock: safe when killed, and against a twin. */
export async function migratePostgres(
  url: string,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const client = new Client({ connectionString: url, types: ownTypes, application_name: 'sallyport migrate' })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw unreachable(error)
  }
  try {
    return await migrate(client, migrations)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function migrate(client: Client, migrations: readonly Migration[]): Promise<readonly string[]> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
    await client.query(
      'create table if not exists migrations (name text primary key, applied_at bigint not null)',
    )
    const pending = pendingMigrations(migrations, await appliedMigrations(client))
    const db = kyselyOver(client)
    for (const migration of pending) {
      await migration.up(db, columnsFor('postgres'))
      await client.query(
        'insert into migrations (name, applied_at) values ($1, floor(extract(epoch from clock_timestamp()) * 1000))',
        [migration.name],
      )
    }
    await client.query('commit')
    return pending.map((migration) => migration.name)
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** Names of the applied migrations; none where the table does not exist yet. */
export async function appliedMigrations(db: Pick<Client, 'query'>): Promise<readonly string[]> {
  const { rows } = await db.query<{ found: number }>(
    "select (to_regclass('migrations') is not null) as found",
  )
  if (rows[0]?.found !== 1) return []
  const applied = await db.query<{ name: string }>('select name from migrations order by name')
  return applied.rows.map((row) => row.name)
}

/** Kysely on the one connection that holds the transaction. */
function kyselyOver(client: Client): Kysely<unknown> {
  const held = Object.assign(client, { release() {} })
  return new Kysely<unknown>({
    dialect: new PostgresDialect({
      pool: { options: {}, connect: async () => held, end: async () => undefined },
    }),
  })
}
