import type { Migration } from '../storage/index.ts'

export const deliveryMigrations: readonly Migration[] = [
  {
    name: '202611240400_delivery_outbox',
    async up(db, columns) {
      await db.schema
        .createTable('outbox')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id())
        .addColumn('channel', columns.text(), (c) => c.notNull())
        .addColumn('template', columns.text(), (c) => c.notNull())
        .addColumn('body', columns.bytes())
        .addColumn('status', columns.text(), (c) => c.notNull())
        .addColumn('attempts', 'integer', (c) => c.notNull())
        .addColumn('reason', columns.text())
        .addColumn('dedupe_key', columns.text(), (c) => c.unique())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('next_at', columns.time(), (c) => c.notNull())
        .addColumn('lease_until', columns.time())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('sent_at', columns.time())
        .execute()
      await db.schema.createIndex('outbox_due').on('outbox').columns(['status', 'next_at']).execute()
    },
  },
]
