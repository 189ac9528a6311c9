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
]
