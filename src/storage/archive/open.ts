import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { SallyportError } from '../../kernel/errors.ts'
import { archiveBroken, archiveChanged, archiveUnreadable, notAnArchive } from '../errors.ts'
import { type Migration, pendingMigrations } from '../migration.ts'
import { connect } from '../sqlite/connection.ts'
import { archiveId } from '../sqlite/file.ts'
import { migrateSqlite } from '../sqlite/migrate.ts'
import { type ArchiveFacts, examine, type RowsProgress, readFacts } from './facts.ts'
import { carriedTables, type TableShape, takeFromSource } from './tables.ts'

/**
 * Reads a backup and compares every row with what it says of itself. Throws `archive.not-ours`, `archive.broken`,
 * `archive.changed`, or `storage.schema-newer` where a newer version made it.
 */
export function verifyArchive(
  file: string,
  options: { readonly migrations: readonly Migration[]; readonly onProgress?: RowsProgress },
): ArchiveFacts {
  const db = openFile(file)
  try {
    if (Number(db.prepare('PRAGMA application_id').get()?.application_id) !== archiveId)
      throw notAnArchive(file)
    const facts = readFacts(db, file)
    pendingMigrations(options.migrations, facts.schema)
    const found = examine(db, options.onProgress)
    if (found.digest !== facts.digest) throw archiveChanged(file)
    return facts
  } finally {
    db.close()
  }
}

/**
 * Makes a database of a backup, brought up to date: a scratch file that its caller works on and removes. Nothing of
 * the backup itself is changed, and of the file no more is believed than its rows: what else lies in it, such as a
 * trigger, has no digest. Throws `archive.changed` where they are no longer those of the facts.
 */
export async function unpackArchive(
  file: string,
  scratch: string,
  { migrations, facts }: { readonly migrations: readonly Migration[]; readonly facts: ArchiveFacts },
): Promise<void> {
  removeDatabase(scratch)
  try {
    await migrateSqlite(
      scratch,
      migrations.filter(({ name }) => facts.schema.includes(name)),
    )
    takeRows(file, scratch, facts)
    await migrateSqlite(scratch, migrations)
  } catch (error) {
    removeDatabase(scratch)
    throw error
  }
}

function takeRows(file: string, scratch: string, { digest }: ArchiveFacts): void {
  const tables = tablesOf(file)
  const db = connect(scratch, { readOnly: false, busyTimeout: 1_000 })
  try {
    db.prepare('ATTACH ? AS source').run(file)
    db.exec('BEGIN')
    for (const table of tables) takeFromSource(db, table)
    db.exec('COMMIT; DETACH source')
    if (examine(db, undefined, tables).digest !== digest) throw archiveChanged(file)
  } catch (error) {
    throw error instanceof SallyportError ? error : archiveBroken(file, error)
  } finally {
    db.close()
  }
}

function tablesOf(file: string): readonly TableShape[] {
  const db = openFile(file)
  try {
    return carriedTables(db)
  } finally {
    db.close()
  }
}

/** An SQLite database with everything that lies beside it. */
export function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true })
}

function openFile(file: string): DatabaseSync {
  try {
    const db = new DatabaseSync(file, { readOnly: true })
    db.prepare('PRAGMA schema_version').get()
    return db
  } catch (error) {
    throw archiveUnreadable(file, error)
  }
}
