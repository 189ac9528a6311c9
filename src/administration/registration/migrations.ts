import type { Migration } from '../../storage/index.ts'

export const registrationMigrations: readonly Migration[] = [
  {
    name: '202611301130_registration_create',
    async up(db, columns) {
      await db.schema
        .createTable('registration_tokens')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('prefix', columns.text(), (c) => c.notNull())
        .addColumn('name', columns.text(), (c) => c.notNull())
        .addColumn('door', columns.text(), (c) => c.notNull())
        .addColumn('class', columns.text(), (c) => c.notNull())
        .addColumn('owner', columns.text())
        .addColumn('name_prefix', columns.text(), (c) => c.notNull())
        .addColumn('limits', columns.json(), (c) => c.notNull())
        .addColumn('approval', columns.flag(), (c) => c.notNull())
        .addColumn('uses', 'integer', (c) => c.notNull())
        .addColumn('used', 'integer', (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('revoked_at', columns.time())
        .execute()
      await db.schema
        .createTable('registrations')
        .addColumn('application_id', columns.id(), (c) => c.primaryKey())
        .addColumn('token_id', columns.id(), (c) => c.notNull())
        .addColumn('hash', columns.text())
        .addColumn('door_version', 'integer', (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('approved_at', columns.time())
        .execute()
    },
  },
]
