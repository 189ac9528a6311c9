import type { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { columnsFor } from '../columns.ts'
import { type Migration, pendingMigrations } from '../migration.ts'
import { connect } from './connection.ts'
import { isBusy, openingFailure } from './failures.ts'
import { applicationId, prepareFile } from './file.ts'
import { kyselyOver } from './kysely.ts'

const busyTimeout = 10_000
const busyPause = 20

/**
 * Brings the file up to date in one `BEGIN IMMEDIATE … COMMIT`: a second process waits for the first, and a killed
 * run leaves nothing behind (F-11).
 */
export async function migrateSqlite(
  file: string,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  prepareFile(file)
  let db: DatabaseSync | undefined
  try {
    db = connect(file, { readOnly: false, busyTimeout })
    db.exec(`BEGIN IMMEDIATE; PRAGMA application_id = ${applicationId}; COMMIT`)
    becomeWal(db)
    return await migrate(db, migrations)
  } catch (error) {
    throw openingFailure(file, error)
  } finally {
    db?.close()
  }
}

/** Names of the migrations that a file has been through. */
export function appliedTo(file: string): readonly string[] {
  const db = connect(file, { readOnly: true, busyTimeout })
  try {
    return db
      .prepare('SELECT name FROM migrations ORDER BY name')
      .all()
      .map((row) => String(row.name))
  } finally {
    db.close()
  }
}

async function migrate(db: DatabaseSync, migrations: readonly Migration[]): Promise<readonly string[]> {
  const kysely = kyselyOver<{ migrations: { name: string; applied_at: number } }>(db)
  db.exec('BEGIN IMMEDIATE')
  try {
    db.exec(
      'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at integer NOT NULL) STRICT',
    )
    const applied = await kysely.selectFrom('migrations').select('name').execute()
    const pending = pendingMigrations(
      migrations,
      applied.map((row) => row.name),
    )
    for (const migration of pending) {
      await migration.up(kyselyOver<unknown>(db), columnsFor('sqlite'))
      await sql`INSERT INTO migrations (name, applied_at) VALUES (${migration.name}, unixepoch() * 1000)`.execute(
        kysely,
      )
    }
    db.exec('COMMIT')
    return pending.map((migration) => migration.name)
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

/** The switch to WAL does not wait for other processes by itself (https://www.sqlite.org/wal.html). */
function becomeWal(db: DatabaseSync): void {
  const ends = performance.now() + busyTimeout
  for (;;) {
    try {
      db.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if (!isBusy(error) || performance.now() > ends) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, busyPause)
    }
  }
}
