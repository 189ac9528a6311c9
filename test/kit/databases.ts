import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Pool } from 'pg'
import { auditLanes, auditMigrations } from '../../src/audit/index.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import {
  type Dialect,
  type Migration,
  type OpenOptions,
  openStorage,
  type Storage,
} from '../../src/storage/index.ts'
import { testKeys } from './keys.ts'
import { databaseUrl, testPostgres } from './postgres.ts'

export { testKeys }

/** Opens the test's database; call it again for a second node on the same one. All are closed after the test. */
export interface OpenDatabase {
  (options?: Partial<Omit<OpenOptions, 'database'>>): Promise<Storage>
  readonly dialect: Dialect
  /** What `openStorage` takes: the file, or the URL. */
  readonly database: string
}

const timeout = 120_000
/** Milliseconds that a test's connections have to close, until they are cut off. */
const timeToLeave = 2_000

/** Runs one test on a fresh SQLite file, and once more on a fresh PostgreSQL database. */
export function eachDatabase(
  name: string,
  run: (open: OpenDatabase, context: TestContext) => Promise<void>,
  template?: Template,
): void {
  onSqlite(name, run)
  onPostgres(name, run, template)
}

/** Runs one test on a fresh file in a folder of its own. */
export function onSqlite(
  name: string,
  run: (open: OpenDatabase, context: TestContext) => Promise<void>,
): void {
  test(`${name} (sqlite)`, { timeout }, async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-test-'))
    const open = opener(context, 'sqlite', join(folder, 'data', 'sallyport.db'))
    context.after(() => rmSync(folder, { recursive: true, force: true }))
    await run(open, context)
  })
}

/** Names the database of this server to copy for a test. */
export type Template = (server: string) => Promise<string>

/** Runs one test on a fresh database of the test server: empty, or a copy of the template. */
export function onPostgres(
  name: string,
  run: (open: OpenDatabase, context: TestContext) => Promise<void>,
  template: Template = async () => 'template1',
): void {
  test(`${name} (postgres)`, { timeout }, async (context) => {
    const server = await testPostgres()
    const database = `test_${randomBytes(8).toString('hex')}`
    const original = await template(server)
    const administrator = administratorOf(server)
    await administrator.query(`create database ${database} template ${original} strategy file_copy`)
    const open = opener(context, 'postgres', databaseUrl(server, database))
    context.after(() => drop(administrator, database))
    await run(open, context)
  })
}

let connected: Pool | undefined

/** One connection for all tests of this process: another costs the server more than what it is asked. */
function administratorOf(server: string): Pool {
  connected ??= new Pool({ connectionString: server, max: 1, idleTimeoutMillis: 0, allowExitOnIdle: true })
  return connected
}

/** Pools call themselves ended before their connections are: one that is cut off then has nobody who listens. */
async function drop(administrator: Pool, database: string): Promise<void> {
  const isUsed = async () => {
    const { rowCount } = await administrator.query('select from pg_stat_activity where datname = $1', [
      database,
    ])
    return rowCount !== 0
  }
  const ends = performance.now() + timeToLeave
  while (performance.now() < ends && (await isUsed())) await pause(5)
  await administrator.query(`drop database ${database} with (force)`)
}

/** After-hooks run in the order of their registration, so what is opened closes first of all. */
function opener(context: TestContext, dialect: Dialect, database: string): OpenDatabase {
  const opened: Storage[] = []
  const open = async (options: Partial<Omit<OpenOptions, 'database'>> = {}) => {
    const storage = await openStorage({
      database,
      clock: systemClock,
      random: systemRandom(),
      migrate: true,
      audit: auditLanes({ key: testKeys.key, writer: 'test' }),
      ...options,
      migrations: withAudit(options.migrations ?? []),
    })
    opened.push(storage)
    return storage
  }
  context.after(() => Promise.all(opened.map((storage) => storage.close())))
  return Object.assign(open, { dialect, database })
}

function withAudit(migrations: readonly Migration[]): readonly Migration[] {
  const names = new Set(migrations.map((migration) => migration.name))
  return [...auditMigrations.filter((migration) => !names.has(migration.name)), ...migrations]
}
