import type { Migration } from '../storage/index.ts'

export const policyMigrations: readonly Migration[] = [
  {
    name: '202611261330_policy_revisions',
    async up(db, columns) {
      await db.schema
        .createTable('policy_revisions')
        .addColumn('number', 'integer', (c) => c.primaryKey())
        .addColumn('rulebook', columns.json(), (c) => c.notNull())
        .addColumn('author', columns.text(), (c) => c.notNull())
        .addColumn('reason', columns.text(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .execute()
    },
  },
  {
    name: '202611261740_policy_exceptions',
    async up(db, columns) {
      await db.schema
        .createTable('policy_exceptions')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('application_id', columns.id())
        .addColumn('demands', columns.json(), (c) => c.notNull())
        .addColumn('reason', columns.text(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('requested_by', columns.text(), (c) => c.notNull())
        .addColumn('requested_at', columns.time(), (c) => c.notNull())
        .addColumn('approved_by', columns.text())
        .addColumn('approved_at', columns.time())
        .addColumn('ended_by', columns.text())
        .addColumn('ended_at', columns.time())
        .addColumn('end_reason', columns.text())
        .addColumn('uses', 'integer', (c) => c.notNull())
        .addColumn('last_used_at', columns.time())
        .addColumn('alarmed_at', columns.time())
        .execute()
      await db.schema
        .createIndex('policy_exceptions_expires')
        .on('policy_exceptions')
        .column('expires_at')
        .execute()
    },
  },
]
