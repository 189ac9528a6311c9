import { unknownUrl } from './errors.ts'
import { storageMigrations } from './meta.ts'
import type { OpenOptions } from './options.ts'
import type { Storage } from './storage.ts'

/** Opens a database; the drivers are loaded only here, and only the one that is needed. */
export async function openStorage(options: OpenOptions): Promise<Storage> {
  const complete = withOwnMigrations(options)
  if (isPostgresUrl(options.database)) {
    const { openPostgres } = await import('./postgres/open.ts')
    return openPostgres(options.database, complete)
  }
  const { openSqlite } = await import('./sqlite/open.ts')
  return openSqlite(fileOf(options.database), complete)
}

/** Brings a database up to date and tells which migrations that took: `sallyport migrate`. */
export async function migrateStorage(
  options: Pick<OpenOptions, 'database' | 'migrations'>,
): Promise<readonly string[]> {
  const { database, migrations } = withOwnMigrations(options)
  if (isPostgresUrl(database)) {
    const { migratePostgres } = await import('./postgres/migrate.ts')
    return migratePostgres(database, migrations)
  }
  const { migrateSqlite } = await import('./sqlite/migrate.ts')
  return migrateSqlite(fileOf(database), migrations)
}

/** The complete list: the storage has a table of its own. */
export function withOwnMigrations<Options extends Pick<OpenOptions, 'migrations'>>(
  options: Options,
): Options {
  return { ...options, migrations: [...storageMigrations, ...options.migrations] }
}

export function isPostgresUrl(database: string): boolean {
  return /^postgres(ql)?:\/\//.test(database)
}

export function fileOf(database: string): string {
  if (/^[a-z][a-z0-9+]+:\/\//i.test(database) || database === '') throw unknownUrl()
  return database
}
