import type { Migration } from '../../storage/index.ts'

export const samlMigrations: readonly Migration[] = [
  {
    name: '202611281701_saml',
    async up(db, columns) {
      await db.schema
        .createTable('saml_keys')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('turn', 'integer', (c) => c.notNull().unique())
        .addColumn('private_key', columns.bytes(), (c) => c.notNull())
        .addColumn('certificate', columns.text(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('signs_from', columns.time(), (c) => c.notNull())
        .addColumn('retires_at', columns.time())
        .execute()
      await db.schema
        .createTable('saml_requests')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('payload', columns.bytes(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('saml_answered')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('saml_sessions')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('application_id', columns.id(), (c) => c.notNull())
        .addColumn('session_index', columns.text(), (c) => c.notNull())
        .addColumn('name_id', columns.text(), (c) => c.notNull())
        .addColumn('name_id_format', columns.text(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('saml_metadata')
        .addColumn('application_id', columns.id(), (c) => c.primaryKey())
        .addColumn('url', columns.text(), (c) => c.notNull())
        .addColumn('metadata', columns.text(), (c) => c.notNull())
        .addColumn('fetched_at', columns.time(), (c) => c.notNull())
        .execute()
      for (const table of ['saml_requests', 'saml_answered', 'saml_sessions'] as const)
        await db.schema.createIndex(`${table}_expires_at`).on(table).column('expires_at').execute()
      await db.schema
        .createIndex('saml_sessions_name_id')
        .on('saml_sessions')
        .columns(['application_id', 'name_id'])
        .execute()
    },
  },
]
