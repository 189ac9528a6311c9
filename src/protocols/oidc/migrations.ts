import type { Migration } from '../../storage/index.ts'

export const oidcMigrations: readonly Migration[] = [
  {
    name: '202611281601_oidc_records',
    async up(db, columns) {
      await db.schema
        .createTable('oidc_records')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('kind', columns.text(), (c) => c.notNull())
        .addColumn('payload', columns.bytes(), (c) => c.notNull())
        .addColumn('grant_id', columns.id())
        .addColumn('uid_hash', columns.text())
        .addColumn('user_code_hash', columns.text())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('consumed_at', columns.time())
        .addColumn('settled_at', columns.time())
        .execute()
      for (const column of ['grant_id', 'uid_hash', 'user_code_hash', 'expires_at'] as const)
        await db.schema.createIndex(`oidc_records_${column}`).on('oidc_records').column(column).execute()
    },
  },
  {
    name: '202611281602_oidc_keys',
    async up(db, columns) {
      await db.schema
        .createTable('oidc_keys')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('algorithm', columns.text(), (c) => c.notNull())
        .addColumn('turn', 'integer', (c) => c.notNull())
        .addColumn('private_key', columns.bytes(), (c) => c.notNull())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('signs_from', columns.time(), (c) => c.notNull())
        .addColumn('retires_at', columns.time())
        .addUniqueConstraint('oidc_keys_once', ['algorithm', 'turn'])
        .execute()
    },
  },
]
