import { type RawBuilder, sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'

/** Whether the JSON list in a column names an id. Ids hold nothing that LIKE or JSON would read otherwise. */
export function listNames(column: string, id: Id<string>): RawBuilder<boolean> {
  return sql<boolean>`cast(${sql.ref(column)} as text) like ${`%"${id}"%`}`
}
