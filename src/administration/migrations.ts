import type { Migration } from '../storage/index.ts'
import { provisioningMigrations } from './provisioning/index.ts'
import { registrationMigrations } from './registration/index.ts'

export const administrationMigrations: readonly Migration[] = [
  ...provisioningMigrations,
  ...registrationMigrations,
  {
    name: '202611240700_administration_create',
    async up(db, columns) {
      await db.schema
        .createTable('set_ups')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('token_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('draft', columns.bytes())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('used_at', columns.time())
        .execute()
      await db.schema
        .createTable('approvals')
        .addColumn('id', columns.text(), (c) => c.primaryKey())
        .addColumn('requested_by', columns.text(), (c) => c.notNull())
        .addColumn('reason', columns.text(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .execute()
    },
  },
  {
    name: '202611250900_administration_retry_keys',
    async up(db, columns) {
      await db.schema
        .createTable('retry_keys')
        .addColumn('id', columns.text(), (c) => c.primaryKey())
        .addColumn('request', columns.text(), (c) => c.notNull())
        .addColumn('made', columns.text(), (c) => c.notNull())
        .addColumn('secret_shown', columns.flag(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema.createIndex('retry_keys_expires').on('retry_keys').column('expires_at').execute()
    },
  },
]
