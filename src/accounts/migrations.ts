import { addStaging } from '../imports/index.ts'
import type { Migration } from '../storage/index.ts'

export const accountMigrations: readonly Migration[] = [
  {
    name: '202611240100_accounts_create',
    async up(db, columns) {
      await db.schema
        .createTable('accounts')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('name', columns.text(), (c) => c.notNull())
        .addColumn('name_key', columns.text(), (c) => c.notNull().unique())
        .addColumn('name_look', columns.text(), (c) => c.notNull().unique())
        .addColumn('role', columns.text(), (c) => c.notNull())
        .addColumn('status', columns.text(), (c) => c.notNull())
        .addColumn('marks', columns.json(), (c) => c.notNull())
        .addColumn('epoch', 'integer', (c) => c.notNull())
        .addColumn('version', 'integer', (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('updated_at', columns.time(), (c) => c.notNull())
        .addColumn('last_sign_in_at', columns.time())
        .addColumn('directory', columns.text(), (c) => c.notNull())
        .addColumn('directory_id', columns.text(), (c) => c.notNull())
        .addUniqueConstraint('accounts_link', ['directory', 'directory_id'])
        .execute()
      await db.schema.createIndex('accounts_role').on('accounts').columns(['role', 'status']).execute()
    },
  },
  {
    name: '202611240101_accounts_contacts',
    async up(db, columns) {
      await db.schema
        .createTable('contacts')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('type', columns.text(), (c) => c.notNull())
        .addColumn('value', columns.text(), (c) => c.notNull())
        .addColumn('source', columns.text(), (c) => c.notNull())
        .addColumn('verified_at', columns.time())
        .addColumn('changed_at', columns.time(), (c) => c.notNull())
        .addUniqueConstraint('contacts_once', ['account_id', 'type', 'value'])
        .execute()
    },
  },
  {
    name: '202611240102_accounts_groups',
    async up(db, columns) {
      await db.schema
        .createTable('groups')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('name', columns.text(), (c) => c.notNull())
        .addColumn('name_key', columns.text(), (c) => c.notNull().unique())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('memberships')
        .addColumn('group_id', columns.id(), (c) => c.notNull())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addPrimaryKeyConstraint('memberships_once', ['account_id', 'group_id'])
        .execute()
      await db.schema.createIndex('memberships_group').on('memberships').column('group_id').execute()
    },
  },
  {
    name: '202611260101_accounts_staging',
    up: (db, columns) => addStaging(db, columns, 'accounts'),
  },
  {
    name: '202611251010_accounts_contact_codes',
    async up(db, columns) {
      await db.schema
        .createTable('contact_codes')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('contact_id', columns.id(), (c) => c.notNull())
        .addColumn('purpose', columns.text(), (c) => c.notNull())
        .addColumn('code_hash', columns.text(), (c) => c.notNull())
        .addColumn('tries_left', 'integer', (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('used_at', columns.time())
        .execute()
      await db.schema.createIndex('contact_codes_contact').on('contact_codes').column('contact_id').execute()
      await db.schema.createIndex('contact_codes_expires').on('contact_codes').column('expires_at').execute()
    },
  },
  {
    name: '202611300701_account_links',
    async up(db, columns) {
      await db.schema
        .createTable('account_links')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('issuer', columns.text(), (c) => c.notNull())
        .addColumn('subject', columns.text(), (c) => c.notNull())
        .addColumn('made_at', columns.time(), (c) => c.notNull())
        .addUniqueConstraint('account_links_subject', ['issuer', 'subject'])
        .addUniqueConstraint('account_links_account', ['account_id', 'issuer'])
        .execute()
    },
  },
  {
    name: '202611300901_accounts_attributes',
    async up(db, columns) {
      await db.schema.alterTable('accounts').addColumn('attributes', columns.json()).execute()
    },
  },
]
