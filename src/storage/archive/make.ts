import { chmodSync, closeSync, linkSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { errorCode } from '../../kernel/error-code.ts'
import { flushFile, flushFolder } from '../../kernel/flush.ts'
import { archiveExists, archiveUnwritable } from '../errors.ts'
import type { Migration } from '../migration.ts'
import { archiveId } from '../sqlite/file.ts'
import { migrateSqlite } from '../sqlite/migrate.ts'
import { type ArchiveFacts, examine, type RowsProgress, writeFacts } from './facts.ts'

export interface MakeArchive {
  /** A file that is not there yet. */
  readonly file: string
  readonly madeAt: number
  readonly madeFrom: ArchiveFacts['madeFrom']
  /** What makes the facts such as only we can have written. */
  readonly sealWith: (facts: ArchiveFacts) => string
  readonly onProgress?: RowsProgress
}

/**
 * Makes a backup: `fill` writes the tables into a draft, which gets its facts and then its name, all at once. Mode 0600
 * from its first byte on; a file that is there is never overwritten, and nothing half-made is left behind.
 */
export async function makeArchive(
  { file, sealWith, onProgress, madeAt, madeFrom }: MakeArchive,
  fill: (draft: string) => Promise<readonly string[]>,
): Promise<ArchiveFacts> {
  const draft = `${file}.${process.pid}.new`
  try {
    beginFile(draft, file)
    const schema = await fill(draft)
    const facts = conclude(draft, (db) => {
      const { counts, digest } = examine(db, onProgress)
      const facts: ArchiveFacts = { format: 1, madeAt, madeFrom, schema: [...schema], counts, digest }
      return { ...facts, seal: sealWith(facts) }
    })
    flushFile(draft)
    publish(draft, file)
    return facts
  } finally {
    rmSync(draft, { force: true })
    rmSync(`${draft}-journal`, { force: true })
  }
}

/** An empty SQLite file with our tables, for rows from elsewhere. */
export async function emptyTables(draft: string, migrations: readonly Migration[]): Promise<void> {
  await migrateSqlite(draft, migrations)
  const db = new DatabaseSync(draft)
  try {
    db.exec('PRAGMA journal_mode = DELETE')
  } finally {
    db.close()
  }
}

function beginFile(draft: string, file: string): void {
  try {
    rmSync(draft, { force: true })
    closeSync(openSync(draft, 'wx', 0o600))
    chmodSync(draft, 0o600)
  } catch (error) {
    throw archiveUnwritable(file, error)
  }
}

function conclude(draft: string, factsOf: (db: DatabaseSync) => ArchiveFacts): ArchiveFacts {
  const db = new DatabaseSync(draft)
  try {
    db.exec(`PRAGMA journal_mode = DELETE; PRAGMA application_id = ${archiveId}`)
    const facts = factsOf(db)
    writeFacts(db, facts)
    return facts
  } finally {
    db.close()
  }
}

/** A second name, then the first goes: unlike renaming, that overwrites nothing. */
function publish(draft: string, file: string): void {
  try {
    linkSync(draft, file)
    flushFolder(dirname(file))
  } catch (error) {
    throw errorCode(error) === 'EEXIST' ? archiveExists(file) : archiveUnwritable(file, error)
  }
}
