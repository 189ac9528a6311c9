import { sql } from 'kysely'
import { addStaging } from '../imports/index.ts'
import type { Migration } from '../storage/index.ts'
import { portalId } from './portal.ts'

export const applicationMigrations: readonly Migration[] = [
  {
    name: '202611240200_applications_create',
    async up(db, columns) {
      await db.schema
        .createTable('applications')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('name', columns.text(), (c) => c.notNull())
        .addColumn('name_key', columns.text(), (c) => c.notNull().unique())
        .addColumn('kind', columns.text(), (c) => c.notNull())
        .addColumn('class', columns.text(), (c) => c.notNull())
        .addColumn('vouches', columns.flag(), (c) => c.notNull().defaultTo(0))
        .addColumn('status', columns.text(), (c) => c.notNull())
        .addColumn('version', 'integer', (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .execute()
      await sql`
        insert into applications (id, name, name_key, kind, class, vouches, status, version, created_at)
        values (${portalId}, 'Sallyport', 'sallyport', 'portal', 'administration', 0, 'active', 1,
          ${Date.UTC(2026, 10, 24)})
      `.execute(db)
    },
  },
  {
    name: '202611240201_applications_api_keys',
    async up(db, columns) {
      await db.schema
        .createTable('api_keys')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('hash', columns.text(), (c) => c.notNull().unique())
        .addColumn('prefix', columns.text(), (c) => c.notNull())
        .addColumn('scopes', columns.json(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time())
        .addColumn('last_used_at', columns.time())
        .addColumn('revoked_at', columns.time())
        .execute()
      await db.schema.createIndex('api_keys_application').on('api_keys').column('application_id').execute()
    },
  },
  {
    name: '202611260102_applications_staging',
    up: (db, columns) => addStaging(db, columns, 'applications'),
  },
  {
    name: '202611281420_applications_doors',
    async up(db, columns) {
      await db.schema
        .createTable('application_doors')
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('door', columns.text(), (c) => c.notNull())
        .addColumn('settings', columns.json(), (c) => c.notNull())
        .addColumn('version', 'integer', (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addPrimaryKeyConstraint('application_doors_once', ['application_id', 'door'])
        .execute()
      await db.schema
        .createTable('door_secrets')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('door', columns.text(), (c) => c.notNull())
        .addColumn('prefix', columns.text(), (c) => c.notNull())
        .addColumn('hash', columns.text())
        .addColumn('sealed', columns.bytes())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time())
        .addColumn('revoked_at', columns.time())
        .execute()
      await db.schema
        .createIndex('door_secrets_application')
        .on('door_secrets')
        .columns(['application_id', 'door'])
        .execute()
    },
  },
  {
    name: '202611282210_applications_templates',
    async up(db, columns) {
      await db.schema.alterTable('application_doors').addColumn('template', columns.text()).execute()
    },
  },
  {
    name: '202611282320_applications_owners',
    async up(db, columns) {
      await db.schema.alterTable('applications').addColumn('owner', columns.text()).execute()
      await db.schema.alterTable('applications').addColumn('logo', columns.text()).execute()
      await db.schema
        .createTable('application_logos')
        .addColumn('application_id', columns.id(), (c) => c.primaryKey())
        .addColumn('type', columns.text(), (c) => c.notNull())
        .addColumn('bytes', columns.bytes(), (c) => c.notNull())
        .addColumn('hash', columns.text(), (c) => c.notNull())
        .execute()
    },
  },
]
