import type { Migration } from '../storage/index.ts'

export const throttleMigrations: readonly Migration[] = [
  {
    name: '202611240400_throttle_create',
    async up(db, columns) {
      await db.schema
        .createTable('throttle')
        .addColumn('id', columns.text(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id())
        .addColumn('failures', 'integer', (c) => c.notNull())
        .addColumn('failed_at', columns.time(), (c) => c.notNull())
        .addColumn('total', 'integer', (c) => c.notNull())
        .addColumn('total_since', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema.createIndex('throttle_account').on('throttle').column('account_id').execute()
      await db.schema.createIndex('throttle_failed_at').on('throttle').column('failed_at').execute()
      await db.schema
        .createTable('device_lanes')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('token_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema.createIndex('device_lanes_account').on('device_lanes').column('account_id').execute()
    },
  },
  {
    name: '202611251000_throttle_budgets',
    async up(db, columns) {
      await db.schema
        .createTable('budgets')
        .addColumn('id', columns.text(), (c) => c.primaryKey())
        .addColumn('spent', 'integer', (c) => c.notNull())
        .addColumn('ends_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema.createIndex('budgets_ends').on('budgets').column('ends_at').execute()
    },
  },
  {
    name: '202611270900_throttle_mailed',
    async up(db, columns) {
      await db.schema
        .alterTable('device_lanes')
        .addColumn('mailed', columns.flag(), (c) => c.notNull().defaultTo(0))
        .execute()
    },
  },
]
