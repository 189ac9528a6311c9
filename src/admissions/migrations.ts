import type { Migration } from '../storage/index.ts'

export const admissionMigrations: readonly Migration[] = [
  {
    name: '202611281401_admissions_referrals',
    async up(db, columns) {
      await db.schema
        .createTable('referrals')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('token_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('door', columns.text(), (c) => c.notNull())
        .addColumn('wishes', columns.json(), (c) => c.notNull())
        .addColumn('return_to', columns.text(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('used_at', columns.time())
        .execute()
      await db.schema.createIndex('referrals_expires').on('referrals').column('expires_at').execute()
    },
  },
  {
    name: '202611281402_admissions_create',
    async up(db, columns) {
      await db.schema
        .createTable('admissions')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('door', columns.text(), (c) => c.notNull())
        .addColumn('session_id', columns.id(), (c) => c.notNull())
        .addColumn('completion_id', columns.id(), (c) => c.notNull())
        .addColumn('epoch', 'integer', (c) => c.notNull())
        .addColumn('standing', columns.json(), (c) => c.notNull())
        .addColumn('offline', columns.flag(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('ended_at', columns.time())
        .execute()
      await db.schema.createIndex('admissions_session').on('admissions').column('session_id').execute()
      await db.schema.createIndex('admissions_account').on('admissions').column('account_id').execute()
      await db.schema.createIndex('admissions_expires').on('admissions').column('expires_at').execute()
    },
  },
  {
    name: '202611290311_admissions_told',
    async up(db, columns) {
      await db.schema.alterTable('admissions').addColumn('told_at', columns.time()).execute()
    },
  },
  {
    name: '202611301107_admissions_given_up',
    async up(db, columns) {
      await db.schema.alterTable('referrals').addColumn('given_up', columns.text()).execute()
    },
  },
]
