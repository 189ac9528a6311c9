import { sql } from 'kysely'
import { addStaging } from '../imports/index.ts'
import type { Migration } from '../storage/index.ts'

export const authenticatorMigrations: readonly Migration[] = [
  {
    name: '202611240300_authenticators_create',
    async up(db, columns) {
      await db.schema
        .createTable('authenticators')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id())
        .addColumn('application_id', columns.id())
        .addColumn('factor', columns.text(), (c) => c.notNull())
        .addColumn('label', columns.text(), (c) => c.notNull())
        .addColumn('status', columns.text(), (c) => c.notNull())
        .addColumn('handle', columns.text())
        .addColumn('counter', columns.counter())
        .addColumn('data', columns.bytes())
        .addColumn('pending', columns.bytes())
        .addColumn('confirms_on_proof', columns.flag(), (c) => c.notNull().defaultTo(0))
        .addColumn('failures_proven', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('failed_proven_at', columns.time())
        .addColumn('failures_unproven', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('failed_unproven_at', columns.time())
        .addColumn('version', 'integer', (c) => c.notNull().defaultTo(1))
        .addColumn('created_by', columns.text(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('confirmed_at', columns.time())
        .addColumn('last_used_at', columns.time())
        .addColumn('expires_at', columns.time())
        .execute()
      await db.schema
        .createIndex('authenticators_account')
        .on('authenticators')
        .column('account_id')
        .execute()
      await db.schema
        .createIndex('authenticators_handle')
        .unique()
        .on('authenticators')
        .columns(['factor', 'handle'])
        .execute()
    },
  },
  {
    name: '202611250100_authenticators_application',
    async up(db) {
      await db.schema
        .createIndex('authenticators_application')
        .on('authenticators')
        .column('application_id')
        .execute()
    },
  },
  {
    name: '202611260103_authenticators_staging',
    up: (db, columns) => addStaging(db, columns, 'authenticators'),
  },
  {
    name: '202611260200_authenticators_reserved',
    async up(db, columns) {
      await db.schema.alterTable('authenticators').addColumn('reserved_for', columns.id()).execute()
      await db.schema
        .createIndex('authenticators_reserved')
        .on('authenticators')
        .column('reserved_for')
        .where('reserved_for', 'is not', null)
        .execute()
    },
  },
  {
    // In the order in which each sign-in asks for them, so that nothing is sorted.
    name: '202611270600_authenticators_account_in_order',
    async up(db) {
      await db.schema.dropIndex('authenticators_account').execute()
      await db.schema
        .createIndex('authenticators_account')
        .on('authenticators')
        .columns(['account_id', 'id'])
        .execute()
    },
  },
  {
    // Whether anything is left in the pool, however many are owned.
    name: '202611271350_authenticators_pool',
    async up(db) {
      await db.schema
        .createIndex('authenticators_pool')
        .on('authenticators')
        .columns(['factor', 'reserved_for', 'expires_at'])
        .where(sql.ref('account_id'), 'is', null)
        .execute()
    },
  },
  {
    // So that each decision knows of it without opening what is sealed.
    name: '202611271830_authenticators_weak',
    async up(db) {
      await db.schema
        .alterTable('authenticators')
        .addColumn('weak', 'integer', (c) => c.notNull().defaultTo(0))
        .execute()
    },
  },
  {
    // What ends soon, found without a walk through all that never ends.
    name: '202611281830_authenticators_ending',
    async up(db, columns) {
      await db.schema.alterTable('authenticators').addColumn('told_of_end', columns.time()).execute()
      await db.schema
        .createIndex('authenticators_ending')
        .on('authenticators')
        .columns(['expires_at'])
        .where(sql.ref('account_id'), 'is not', null)
        .execute()
    },
  },
]
