import type { Migration } from '../storage/index.ts'

export const webhookMigrations: readonly Migration[] = [
  {
    name: '202611270200_webhooks_create',
    async up(db, columns) {
      await db.schema
        .createTable('webhooks')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('name', columns.text(), (c) => c.notNull())
        .addColumn('url', columns.text(), (c) => c.notNull())
        .addColumn('events', columns.json(), (c) => c.notNull())
        .addColumn('application_id', columns.id())
        .addColumn('status', columns.text(), (c) => c.notNull())
        .addColumn('paused_reason', columns.text())
        .addColumn('paused_at', columns.time())
        .addColumn('failing_since', columns.time())
        .addColumn('catching_up', columns.json())
        .addColumn('secret', columns.bytes(), (c) => c.notNull())
        .addColumn('previous_secret', columns.bytes())
        .addColumn('previous_until', columns.time())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('version', 'integer', (c) => c.notNull())
        .execute()
    },
  },
]
