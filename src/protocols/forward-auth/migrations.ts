import type { Migration } from '../../storage/index.ts'

export const forwardAuthMigrations: readonly Migration[] = [
  {
    name: '202611281500_forward_auth_create',
    async up(db, columns) {
      await db.schema
        .createTable('forward_auth_ways')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('token_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('browser_hash', columns.text(), (c) => c.notNull())
        .addColumn('destination', columns.text(), (c) => c.notNull())
        .addColumn('referral', columns.text())
        .addColumn('admission_id', columns.id())
        .addColumn('code_hash', columns.text())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('arrived_at', columns.time())
        .execute()
      await db.schema
        .createIndex('forward_auth_ways_code')
        .on('forward_auth_ways')
        .column('code_hash')
        .execute()
      await db.schema
        .createIndex('forward_auth_ways_expires')
        .on('forward_auth_ways')
        .column('expires_at')
        .execute()
      await db.schema
        .createTable('forward_auth_sessions')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('token_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('admission_id', columns.id(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema
        .createIndex('forward_auth_sessions_expires')
        .on('forward_auth_sessions')
        .column('expires_at')
        .execute()
    },
  },
]
