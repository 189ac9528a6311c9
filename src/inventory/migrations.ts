import type { Migration } from '../storage/index.ts'

export const inventoryMigrations: readonly Migration[] = [
  {
    name: '202611261400_inventory_create',
    async up(db, columns) {
      await db.schema
        .createTable('inventory_sources')
        .addColumn('name', columns.text(), (c) => c.primaryKey())
        .addColumn('import_id', columns.id(), (c) => c.notNull())
        .addColumn('changed_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('inventory_access')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('import_id', columns.id(), (c) => c.notNull())
        .addColumn('account_key', columns.text(), (c) => c.notNull())
        .addColumn('account_name', columns.text(), (c) => c.notNull())
        .addColumn('system_key', columns.text(), (c) => c.notNull())
        .addColumn('system_name', columns.text(), (c) => c.notNull())
        .addColumn('entitlement', columns.text(), (c) => c.notNull())
        .execute()
      await db.schema
        .createIndex('inventory_access_account')
        .on('inventory_access')
        .columns(['account_key', 'import_id'])
        .execute()
      await db.schema
        .createIndex('inventory_access_import')
        .on('inventory_access')
        .columns(['import_id', 'id'])
        .execute()
      await db.schema
        .createTable('inventory_classes')
        .addColumn('pattern', columns.text(), (c) => c.primaryKey())
        .addColumn('class', columns.text(), (c) => c.notNull())
        .addColumn('reason', columns.text(), (c) => c.notNull())
        .addColumn('actor', columns.text(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .execute()
    },
  },
]
