import type { Migration } from '../storage/index.ts'

export const rememberedMigrations: readonly Migration[] = [
  {
    name: '202611271820_remembered_create',
    async up(db, columns) {
      await db.schema
        .createTable('remembered_browsers')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('epoch', 'integer', (c) => c.notNull())
        .addColumn('family_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('secrets', columns.json(), (c) => c.notNull())
        .addColumn('former_secrets', columns.json(), (c) => c.notNull())
        .addColumn('rotated_at', columns.time(), (c) => c.notNull())
        .addColumn('shown', columns.json(), (c) => c.notNull())
        .addColumn('shown_at', columns.time(), (c) => c.notNull())
        .addColumn('authenticators', columns.json(), (c) => c.notNull())
        .addColumn('version', 'integer', (c) => c.notNull())
        .addColumn('last_used_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('source', columns.text())
        .addColumn('user_agent', columns.text())
        .execute()
      await db.schema
        .createIndex('remembered_browsers_account')
        .on('remembered_browsers')
        .column('account_id')
        .execute()
      await db.schema
        .createIndex('remembered_browsers_expires')
        .on('remembered_browsers')
        .column('expires_at')
        .execute()
    },
  },
]
