import type { Migration } from '../storage/index.ts'

export const streamMigrations: readonly Migration[] = [
  {
    name: '202611301102_streams_create',
    async up(db, columns) {
      await db.schema
        .createTable('streams')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('door', columns.text(), (c) => c.notNull())
        .addColumn('url', columns.text())
        .addColumn('authorization', columns.bytes())
        .addColumn('requested', columns.json())
        .addColumn('description', columns.text())
        .addColumn('status', columns.text(), (c) => c.notNull())
        .addColumn('cause', columns.text(), (c) => c.notNull())
        .addColumn('reason', columns.text())
        .addColumn('status_at', columns.time(), (c) => c.notNull())
        .addColumn('failing_since', columns.time())
        .addColumn('catching_up', columns.json())
        .addColumn('verified_at', columns.time())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('version', 'integer', (c) => c.notNull())
        .execute()
      await db.schema
        .createIndex('streams_application')
        .on('streams')
        .columns(['application_id', 'door'])
        .execute()
      await db.schema
        .createTable('stream_subjects')
        .addColumn('stream_id', columns.id(), (c) => c.notNull())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addPrimaryKeyConstraint('stream_subjects_key', ['stream_id', 'account_id'])
        .execute()
    },
  },
]
