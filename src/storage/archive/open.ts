import { copyFileSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { archiveChanged, archiveUnreadable, notAnArchive } from '../errors.ts'
import { type Migration, pendingMigrations } from '../migration.ts'
import { applicationId, archiveId } from '../sqlite/file.ts'
import { migrateSqlite } from '../sqlite/migrate.ts'
import { type ArchiveFacts, examine, type RowsProgress, readFacts } from './facts.ts'

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
 * the backup itself is changed.
 */
export async function unpackArchive(
  file: string,
  scratch: string,
  migrations: readonly Migration[],
): Promise<void> {
  removeDatabase(scratch)
  copyFileSync(file, scratch)
  const db = new DatabaseSync(scratch)
  try {
    db.exec(`DROP TABLE archive; PRAGMA application_id = ${applicationId}`)
  } finally {
    db.close()
  }
  await migrateSqlite(scratch, migrations)
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
