import type { Migration } from '../../storage/index.ts'

export const provisioningMigrations: readonly Migration[] = [
  {
    name: '202611270300_provisioning_create',
    async up(db, columns) {
      await db.schema
        .createTable('provisioned_accounts')
        .addColumn('account_id', columns.id(), (c) => c.primaryKey())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('external_id', columns.text())
        .addColumn('profile', columns.json(), (c) => c.notNull())
        .addColumn('changed_at', columns.time(), (c) => c.notNull())
        .addColumn('removed_at', columns.time())
        .addUniqueConstraint('provisioned_accounts_called', ['application_id', 'external_id'])
        .execute()
      await db.schema
        .createTable('provisioned_groups')
        .addColumn('group_id', columns.id(), (c) => c.primaryKey())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('external_id', columns.text())
        .addColumn('changed_at', columns.time(), (c) => c.notNull())
        .addUniqueConstraint('provisioned_groups_called', ['application_id', 'external_id'])
        .execute()
    },
  },
  {
    name: '202611270730_provisioning_in_order',
    async up(db) {
      await db.schema
        .createIndex('provisioned_accounts_in_order')
        .on('provisioned_accounts')
        .columns(['application_id', 'removed_at', 'account_id'])
        .execute()
    },
  },
]
