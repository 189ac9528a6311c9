import { type Kysely, sql } from 'kysely'
import type { Columns, Migration } from '../storage/index.ts'

export const importMigrations: readonly Migration[] = [
  {
    name: '202611260100_imports_create',
    async up(db, columns) {
      await db.schema
        .createTable('imports')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('status', columns.text(), (c) => c.notNull())
        .addColumn('digest', columns.text(), (c) => c.notNull())
        .addColumn('actor', columns.text(), (c) => c.notNull())
        .addColumn('entries', 'integer', (c) => c.notNull())
        .addColumn('staged', 'integer', (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('changed_at', columns.time(), (c) => c.notNull())
        .addColumn('settled_at', columns.time())
        .execute()
      await db.schema
        .createIndex('imports_staging')
        .unique()
        .on('imports')
        .column('digest')
        .where(sql.ref('status'), '=', 'staging')
        .execute()
    },
  },
]

/** Makes a table one in which rows can be staged. The index holds staged rows only, so it costs the others nothing. */
export async function addStaging(db: Kysely<unknown>, columns: Columns, table: string): Promise<void> {
  await db.schema.alterTable(table).addColumn('import_id', columns.id()).execute()
  await db.schema
    .createIndex(`${table}_import`)
    .on(table)
    .columns(['import_id', 'id'])
    .where('import_id', 'is not', null)
    .execute()
}
