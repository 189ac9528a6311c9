import { type RawBuilder, sql } from 'kysely'

/** Whether the JSON list in a column names an id, or a hash in hexadecimal: they hold nothing that LIKE or JSON would read otherwise. */
export function listNames(column: string, id: string): RawBuilder<boolean> {
  return sql<boolean>`cast(${sql.ref(column)} as text) like ${`%"${id}"%`}`
}
