import { lstatSync } from 'node:fs'
import { fileOf, isPostgresUrl } from './open.ts'

/** How many rows some tables have; a table that is not there has none. Changes nothing, not even the schema. */
export async function countRows(
  database: string,
  tables: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (isPostgresUrl(database)) {
    const { countInPostgres } = await import('./postgres/contents.ts')
    return countInPostgres(database, tables)
  }
  const file = fileOf(database)
  if ((lstatSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) return new Map()
  const { countInSqlite } = await import('./sqlite/contents.ts')
  return countInSqlite(file, tables)
}
