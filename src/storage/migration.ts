import type { Kysely } from 'kysely'
import type { Columns } from './columns.ts'
import { schemaNewer } from './errors.ts'

/** One step of the schema, in the folder whose table it is. Named `YYYYMMDDHHMM_folder_what`; never edited later. */
export interface Migration {
  readonly name: string
  up(db: Kysely<unknown>, columns: Columns): Promise<void>
}

/** In order of their names; of what was applied, all must be known (F-11: a downgrade is refused). */
export function pendingMigrations(
  all: readonly Migration[],
  applied: readonly string[],
): readonly Migration[] {
  const known = new Set(all.map((migration) => migration.name))
  const unknown = applied.filter((name) => !known.has(name))
  if (unknown.length > 0) throw schemaNewer(unknown)
  const done = new Set(applied)
  return all.filter((migration) => !done.has(migration.name)).toSorted(byName)
}

function byName(a: Migration, b: Migration): number {
  return a.name < b.name ? -1 : 1
}
