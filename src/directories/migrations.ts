import type { Migration } from '../storage/index.ts'

export const directoryMigrations: readonly Migration[] = [
  {
    name: '202611270230_directories_create',
    async up(db, columns) {
      await db.schema
        .createTable('directory_endings')
        .addColumn('account_id', columns.id(), (c) => c.primaryKey())
        .addColumn('directory', columns.text(), (c) => c.notNull())
        .addColumn('ended_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('directory_groups')
        .addColumn('group_id', columns.id(), (c) => c.primaryKey())
        .addColumn('directory', columns.text(), (c) => c.notNull())
        .addColumn('directory_id', columns.text(), (c) => c.notNull())
        .addUniqueConstraint('directory_groups_link', ['directory', 'directory_id'])
        .execute()
      await db.schema
        .createTable('directory_runs')
        .addColumn('directory', columns.text(), (c) => c.primaryKey())
        .addColumn('leased_until', columns.time(), (c) => c.notNull())
        .addColumn('began_at', columns.time(), (c) => c.notNull())
        .addColumn('ended_at', columns.time())
        .addColumn('outcome', columns.text())
        .addColumn('result', columns.json())
        .execute()
    },
  },
]
