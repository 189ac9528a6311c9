import { type RawBuilder, sql } from 'kysely'

/**
 * Rows of a kind that strangers cause and that are kept. Each source has its measure, and sources may be many: beyond
 * so many the oldest go, so that a flood costs those who are long on their way, and never the disk.
 */
export const mostUnderWay = 200_000

/** True of what is older than the newest so many rows of a table, by a column that grows with each. */
export function isBeyondNewest(table: string, column: string, most: number): RawBuilder<boolean> {
  const at = sql.ref(column)
  return sql<boolean>`${at} <= (
    select ${at} from ${sql.table(table)} order by ${at} desc limit 1 offset ${most}
  )`
}
