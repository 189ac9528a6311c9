import type { Kysely } from 'kysely'

/** The same connection seen through other table types: types do not exist at run time, so nothing is made anew. */
export function typedTables<Tables>(db: Kysely<unknown>): Kysely<Tables> {
  return db as Kysely<Tables>
}
