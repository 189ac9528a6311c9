import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Client } from 'pg'
import { migrations } from '../../src/engine.ts'
import { migrateStorage } from '../../src/storage/index.ts'
import { quickFolder } from './memory.ts'
import { asAdministrator, databaseUrl } from './postgres.ts'

/** The folder that the runner shares among the processes of a run; named anew for each run. */
const sharedFolder = 'SALLYPORT_TEST_FOLDER'

/** Held while the database is made, so that a second process waits. */
const lock = '7130958264410275'

const folder = process.env[sharedFolder] || ownFolder()
let made: Promise<string> | undefined

/** A SQLite file with the whole schema and nothing in it: migrated once a run, then copied. */
export async function copyMigratedFile(to: string): Promise<void> {
  const original = join(folder, 'migrated.db')
  if (!existsSync(original)) await makeFile(original)
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  copyFileSync(original, to)
}

/** Of a process that no runner started. */
function ownFolder(): string {
  const own = mkdtempSync(join(quickFolder, 'sallyport-test-'))
  process.once('exit', () => rmSync(own, { recursive: true, force: true }))
  return own
}

/** Of two processes that make it at once, the later replaces the like by the like. */
async function makeFile(original: string): Promise<void> {
  const young = `${original}.${randomBytes(8).toString('hex')}`
  await migrateStorage({ database: young, migrations })
  renameSync(young, original)
}

/** Name of a database with the whole schema and nothing in it, for PostgreSQL to copy; made once a run. */
export function migratedDatabase(server: string): Promise<string> {
  made ??= asAdministrator(server, (client) => findOrMake(client, server))
  return made
}

async function findOrMake(client: Client, server: string): Promise<string> {
  const name = `migrated_${basename(folder).replaceAll(/\W/g, '_').toLowerCase()}`
  await client.query('select pg_advisory_lock($1)', [lock])
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
  if (rowCount === 0) await makeDatabase(client, server, name)
  await client.query('select pg_advisory_unlock($1)', [lock])
  return name
}

/** Takes its name once it is whole: a process that is killed on the way leaves none that others would copy. */
async function makeDatabase(client: Client, server: string, name: string): Promise<void> {
  const young = `young_${randomBytes(8).toString('hex')}`
  await client.query(`create database ${young} strategy file_copy`)
  await migrateStorage({ database: databaseUrl(server, young), migrations })
  await client.query(`alter database ${young} rename to ${name}`)
}
