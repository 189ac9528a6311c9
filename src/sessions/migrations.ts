import { sql } from 'kysely'
import type { Migration } from '../storage/index.ts'

export const sessionMigrations: readonly Migration[] = [
  {
    name: '202611240500_sessions_create',
    async up(db, columns) {
      await db.schema
        .createTable('sessions')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('token_hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('account_id', columns.id(), (c) => c.notNull())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('completion_id', columns.id(), (c) => c.notNull())
        .addColumn('epoch', 'integer', (c) => c.notNull())
        .addColumn('assurance', 'integer', (c) => c.notNull())
        .addColumn('recovered', columns.flag(), (c) => c.notNull())
        .addColumn('amr', columns.json(), (c) => c.notNull())
        .addColumn('factors', columns.json(), (c) => c.notNull())
        .addColumn('authenticated_at', columns.time(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('last_seen_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('source', columns.text())
        .addColumn('user_agent', columns.text())
        .execute()
      await db.schema.createIndex('sessions_account').on('sessions').column('account_id').execute()
      await db.schema.createIndex('sessions_expires').on('sessions').column('expires_at').execute()
    },
  },
  {
    // Sessions from before do not say what they began with, and some began with a recovery code (R11): all of them end.
    name: '202611261100_sessions_authenticators',
    async up(db, columns) {
      await sql`delete from sessions`.execute(db)
      await db.schema.alterTable('sessions').dropColumn('recovered').execute()
      await db.schema
        .alterTable('sessions')
        .addColumn('authenticators', columns.json(), (c) => c.notNull().defaultTo('[]'))
        .execute()
    },
  },
  {
    // What older ones began with is not known, so it counts as the least (R15).
    name: '202611261200_sessions_strength',
    async up(db, columns) {
      for (const column of ['phishing_resistant', 'user_verified'])
        await db.schema
          .alterTable('sessions')
          .addColumn(column, columns.flag(), (c) => c.notNull().defaultTo(0))
          .execute()
    },
  },
  {
    // When each proof of an older one was made is not known, so it counts as too old (R15).
    name: '202611271800_sessions_proved',
    async up(db, columns) {
      await db.schema
        .alterTable('sessions')
        .addColumn('proved', columns.json(), (c) => c.notNull().defaultTo('[]'))
        .execute()
    },
  },
  {
    name: '202611271830_sessions_remembered',
    async up(db, columns) {
      await db.schema.alterTable('sessions').addColumn('remembered_browser_id', columns.id()).execute()
    },
  },
  {
    name: '202611301200_sessions_sign_in_elsewhere',
    async up(db, columns) {
      await db.schema.alterTable('sessions').addColumn('sign_in_elsewhere', columns.text()).execute()
      await db.schema
        .createIndex('sessions_sign_in_elsewhere')
        .on('sessions')
        .column('sign_in_elsewhere')
        .execute()
    },
  },
]
