import type { ArchiveFacts } from './archive/facts.ts'
import type { MakeArchive } from './archive/make.ts'
import { fileOf, isPostgresUrl, withOwnMigrations } from './open.ts'
import type { OpenOptions } from './options.ts'
import type { Replacement } from './replace.ts'

type Where = Pick<OpenOptions, 'database' | 'migrations'>

/** A backup of a database as it is at one moment, while others go on: one SQLite file, whichever database it is of. */
export async function copyStorage(
  where: Where,
  archive: Omit<MakeArchive, 'madeFrom'>,
): Promise<ArchiveFacts> {
  const { database, migrations } = withOwnMigrations(where)
  const { emptyTables, makeArchive } = await import('./archive/make.ts')
  if (isPostgresUrl(database)) {
    const { copyPostgres } = await import('./postgres/copy.ts')
    return makeArchive({ ...archive, madeFrom: 'postgres' }, async (draft) => {
      await emptyTables(draft, migrations)
      return copyPostgres(database, draft, migrations)
    })
  }
  const { copySqlite } = await import('./sqlite/copy.ts')
  return makeArchive({ ...archive, madeFrom: 'sqlite' }, async (draft) => copySqlite(fileOf(database), draft))
}

/** See `verifyArchive` in archive/open.ts. */
export async function verifyBackup(
  file: string,
  options: Pick<Replacement, 'migrations' | 'onProgress'>,
): Promise<ArchiveFacts> {
  const { verifyArchive } = await import('./archive/open.ts')
  return verifyArchive(file, withOwnMigrations(options))
}

/** A database of a backup's rows, for its caller to work on; `remove` takes it away again. */
export async function unpackBackup(
  file: string,
  scratch: string,
  options: Pick<Replacement, 'migrations'> & { readonly facts: ArchiveFacts },
): Promise<{ remove(): void }> {
  const { removeDatabase, unpackArchive } = await import('./archive/open.ts')
  await unpackArchive(file, scratch, withOwnMigrations(options))
  return { remove: () => removeDatabase(scratch) }
}

/** Everything in a database becomes what lies in an SQLite file of ours, in one transaction. */
export async function replaceStorage(database: string, replacement: Replacement): Promise<void> {
  const complete = withOwnMigrations(replacement)
  if (isPostgresUrl(database)) {
    const { replacePostgres } = await import('./postgres/replace.ts')
    return replacePostgres(database, complete)
  }
  const { migrateSqlite } = await import('./sqlite/migrate.ts')
  const { replaceSqlite } = await import('./sqlite/replace.ts')
  await migrateSqlite(fileOf(database), complete.migrations)
  replaceSqlite(fileOf(database), complete)
}
