import { type RawBuilder, sql } from 'kysely'

/**
 * Whether a row of this table is there for anybody: no import holds it, or one that is live. Every read of a table
 * with staged rows asks it. Rows that no import holds cost one comparison with null; the rest lasts until it is settled.
 */
export function isVisible(table: string): RawBuilder<boolean> {
  return sql<boolean>`(${holder(table)} is null or ${isLive(table)})`
}

/** The contrary; found by the index of staged rows, whatever the size of the table. */
export function isHeldBack(table: string): RawBuilder<boolean> {
  return sql<boolean>`(${holder(table)} is not null and not ${isLive(table)})`
}

function isLive(table: string) {
  return sql`exists (select 1 from imports where imports.id = ${holder(table)} and imports.status = 'live')`
}

function holder(table: string) {
  return sql.ref(`${table}.import_id`)
}
