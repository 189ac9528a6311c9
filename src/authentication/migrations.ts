import { sql } from 'kysely'
import type { Migration } from '../storage/index.ts'

export const authenticationMigrations: readonly Migration[] = [
  {
    name: '202611240600_authentication_create',
    async up(db, columns) {
      await db.schema
        .createTable('attempts')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('secret_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('account_id', columns.id())
        .addColumn('owner_key', columns.text(), (c) => c.notNull())
        .addColumn('account_name', columns.text(), (c) => c.notNull())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('purpose', columns.text(), (c) => c.notNull())
        .addColumn('proved', columns.json(), (c) => c.notNull())
        .addColumn('vouched_by', columns.id())
        .addColumn('invitation_id', columns.id())
        .addColumn('session_id', columns.id())
        .addColumn('failures', 'integer', (c) => c.notNull())
        .addColumn('epoch', 'integer', (c) => c.notNull())
        .addColumn('version', 'integer', (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('completed_at', columns.time())
        .execute()
      await db.schema.createIndex('attempts_owner').on('attempts').column('owner_key').execute()
      await db.schema.createIndex('attempts_expires').on('attempts').column('expires_at').execute()

      await db.schema
        .createTable('completions')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('attempt_id', columns.id(), (c) => c.notNull().unique())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('purpose', columns.text(), (c) => c.notNull())
        .addColumn('epoch', 'integer', (c) => c.notNull())
        .addColumn('policy_version', columns.text(), (c) => c.notNull())
        .addColumn('assurance', 'integer', (c) => c.notNull())
        .addColumn('recovered', columns.flag(), (c) => c.notNull())
        .addColumn('amr', columns.json(), (c) => c.notNull())
        .addColumn('factors', columns.json(), (c) => c.notNull())
        .addColumn('authenticated_at', columns.time(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .execute()

      await db.schema
        .createTable('challenges')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('attempt_id', columns.id(), (c) => c.notNull())
        .addColumn('factor', columns.text(), (c) => c.notNull())
        .addColumn('account_id', columns.id())
        .addColumn('authenticators', columns.json(), (c) => c.notNull())
        .addColumn('expected', columns.bytes(), (c) => c.notNull())
        .addColumn('tries_left', 'integer', (c) => c.notNull())
        .addColumn('used_at', columns.time())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema.createIndex('challenges_attempt').on('challenges').column('attempt_id').execute()
      await db.schema.createIndex('challenges_expires').on('challenges').column('expires_at').execute()

      await db.schema
        .createTable('invitations')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('token_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('created_by', columns.text(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('used_at', columns.time())
        .execute()
      await db.schema.createIndex('invitations_account').on('invitations').column('account_id').execute()
    },
  },
  {
    name: '202611261110_authentication_rebinds',
    async up(db, columns) {
      await db.schema
        .createTable('rebinds')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('token_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('completion_id', columns.id(), (c) => c.notNull())
        .addColumn('epoch', 'integer', (c) => c.notNull())
        .addColumn('lost', columns.id())
        .addColumn('version', 'integer', (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('used_at', columns.time())
        .execute()
      await db.schema.createIndex('rebinds_account').on('rebinds').column('account_id').execute()
      await sql`update completions set purpose = 'recovery' where recovered = 1`.execute(db)
      await db.schema.alterTable('completions').dropColumn('recovered').execute()
    },
  },
  {
    name: '202611261500_authentication_presented',
    async up(db, columns) {
      await db.schema
        .createTable('presented_certificates')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('browser_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('certificate', columns.bytes(), (c) => c.notNull())
        .addColumn('presented_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema
        .createIndex('presented_certificates_expires')
        .on('presented_certificates')
        .column('expires_at')
        .execute()
    },
  },
  {
    name: '202611261510_authentication_announcements',
    async up(db, columns) {
      await db.schema
        .createTable('announcements')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('title', columns.text(), (c) => c.notNull())
        .addColumn('text', columns.text(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema.createIndex('announcements_account').on('announcements').column('account_id').execute()
      await db.schema
        .createTable('announcements_seen')
        .addColumn('announcement_id', columns.id(), (c) => c.notNull())
        .addColumn('session_id', columns.id(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addPrimaryKeyConstraint('announcements_seen_key', ['announcement_id', 'session_id'])
        .execute()
    },
  },
  {
    name: '202611270420_authentication_presented_holder',
    async up(db, columns) {
      // What lies there is of use for a minute.
      await db.schema.dropTable('presented_certificates').execute()
      await db.schema
        .createTable('presented_certificates')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('browser_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('holder', columns.id(), (c) => c.notNull().unique())
        .addColumn('certificate', columns.bytes(), (c) => c.notNull())
        .addColumn('presented_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema
        .createIndex('presented_certificates_expires')
        .on('presented_certificates')
        .column('expires_at')
        .execute()
    },
  },
  {
    name: '202611270440_authentication_rebinds_authenticators',
    async up(db, columns) {
      await db.schema
        .alterTable('rebinds')
        .addColumn('authenticators', columns.json(), (c) => c.notNull().defaultTo('[]'))
        .execute()
    },
  },
  {
    name: '202611270500_authentication_transactions',
    async up(db, columns) {
      await db.schema.alterTable('attempts').addColumn('transaction_fields', columns.text()).execute()
    },
  },
  {
    name: '202611270520_authentication_answers',
    async up(db, columns) {
      await db.schema.alterTable('challenges').addColumn('answer', columns.bytes()).execute()
      await db.schema.createIndex('challenges_account').on('challenges').column('account_id').execute()
    },
  },
  {
    // The newest of an attempt is found without sorting.
    name: '202611270610_authentication_challenges_in_order',
    async up(db) {
      await db.schema.dropIndex('challenges_attempt').execute()
      await db.schema
        .createIndex('challenges_attempt')
        .on('challenges')
        .columns(['attempt_id', 'id'])
        .execute()
    },
  },
  {
    name: '202611271340_authentication_asked_from',
    async up(db, columns) {
      await db.schema.alterTable('challenges').addColumn('asked_from', columns.text()).execute()
    },
  },
  {
    name: '202611281010_authentication_deferrals',
    async up(db, columns) {
      await db.schema
        .createTable('deferrals')
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('demand', columns.text(), (c) => c.notNull())
        .addColumn('since', columns.time(), (c) => c.notNull())
        .addColumn('times', 'integer', (c) => c.notNull())
        .addColumn('counted_at', columns.time(), (c) => c.notNull())
        .addColumn('last_at', columns.time(), (c) => c.notNull())
        .addPrimaryKeyConstraint('deferrals_once', ['account_id', 'demand'])
        .execute()
    },
  },
  {
    name: '202611281400_authentication_referral',
    async up(db, columns) {
      await db.schema.alterTable('attempts').addColumn('referral_id', columns.id()).execute()
    },
  },
  {
    name: '202611290210_authentication_hosted_ways',
    async up(db, columns) {
      await db.schema
        .createTable('hosted_ways')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('token_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('browser_hash', columns.text(), (c) => c.notNull())
        .addColumn('return_to', columns.text(), (c) => c.notNull())
        .addColumn('account_name', columns.text())
        .addColumn('vouched', columns.flag(), (c) => c.notNull())
        .addColumn('wishes', columns.json(), (c) => c.notNull())
        .addColumn('state', columns.text())
        .addColumn('referral', columns.text())
        .addColumn('admission_id', columns.id())
        .addColumn('code_hash', columns.text())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('redeemed_at', columns.time())
        .execute()
      await db.schema.createIndex('hosted_ways_code').on('hosted_ways').column('code_hash').execute()
      await db.schema.createIndex('hosted_ways_expires').on('hosted_ways').column('expires_at').execute()
    },
  },
  {
    name: '202611301210_authentication_password_links',
    async up(db, columns) {
      await db.schema.alterTable('attempts').addColumn('forgotten_id', columns.id()).execute()
      await db.schema
        .createTable('password_links')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('contact_id', columns.id(), (c) => c.notNull())
        .addColumn('authenticator_id', columns.id(), (c) => c.notNull())
        .addColumn('epoch', 'integer', (c) => c.notNull())
        .addColumn('token_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema
        .createIndex('password_links_account')
        .on('password_links')
        .column('account_id')
        .execute()
      await db.schema
        .createIndex('password_links_expires')
        .on('password_links')
        .column('expires_at')
        .execute()
    },
  },
]
