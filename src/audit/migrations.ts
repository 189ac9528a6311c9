import type { Migration } from '../storage/index.ts'

export const auditMigrations: readonly Migration[] = [
  {
    name: '202611240100_audit_create',
    async up(db, columns) {
      await db.schema
        .createTable('audit_events')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('lane', columns.id(), (c) => c.notNull())
        .addColumn('sequence', columns.time(), (c) => c.notNull())
        .addColumn('batch', columns.time(), (c) => c.notNull())
        .addColumn('at', columns.time(), (c) => c.notNull())
        .addColumn('event', columns.text(), (c) => c.notNull())
        .addColumn('outcome', columns.text(), (c) => c.notNull())
        .addColumn('reason', columns.text())
        .addColumn('account_id', columns.id())
        .addColumn('application_id', columns.id())
        .addColumn('authenticator_id', columns.id())
        .addColumn('attempt_id', columns.id())
        .addColumn('actor', columns.text(), (c) => c.notNull())
        .addColumn('source', columns.text())
        .addColumn('details', columns.json())
        .execute()
      await db.schema
        .createIndex('audit_events_lane')
        .unique()
        .on('audit_events')
        .columns(['lane', 'sequence'])
        .execute()
      await db.schema
        .createIndex('audit_events_account')
        .on('audit_events')
        .columns(['account_id', 'id'])
        .execute()

      await db.schema
        .createTable('audit_batches')
        .addColumn('lane', columns.id(), (c) => c.notNull())
        .addColumn('batch', columns.time(), (c) => c.notNull())
        .addColumn('last_sequence', columns.time(), (c) => c.notNull())
        .addColumn('rows', columns.time(), (c) => c.notNull())
        .addColumn('hash', columns.text(), (c) => c.notNull())
        .addPrimaryKeyConstraint('audit_batches_key', ['lane', 'batch'])
        .execute()

      await db.schema
        .createTable('audit_lanes')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('writer', columns.text(), (c) => c.notNull())
        .addColumn('opened_at', columns.time(), (c) => c.notNull())
        .addColumn('moved_at', columns.time(), (c) => c.notNull())
        .addColumn('batches', columns.time(), (c) => c.notNull())
        .addColumn('rows', columns.time(), (c) => c.notNull())
        .addColumn('hash', columns.text(), (c) => c.notNull())
        .addColumn('sealed_batches', columns.time(), (c) => c.notNull().defaultTo(0))
        .addColumn('settled_by', columns.time())
        .execute()
      await db.schema.createIndex('audit_lanes_living').on('audit_lanes').column('settled_by').execute()

      await db.schema
        .createTable('audit_seals')
        .addColumn('number', columns.time(), (c) => c.primaryKey())
        .addColumn('at', columns.time(), (c) => c.notNull())
        .addColumn('heads', columns.json(), (c) => c.notNull())
        .addColumn('root', columns.text(), (c) => c.notNull())
        .addColumn('previous', columns.text(), (c) => c.notNull())
        .addColumn('hash', columns.text(), (c) => c.notNull())
        .addColumn('signature', columns.text(), (c) => c.notNull())
        .addColumn('key_id', columns.text(), (c) => c.notNull())
        .execute()

      await db.schema
        .createTable('audit_refusals')
        .addColumn('id', columns.text(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id())
        .addColumn('owner_key', columns.text(), (c) => c.notNull())
        .addColumn('minute', columns.time(), (c) => c.notNull())
        .addColumn('slot', columns.time(), (c) => c.notNull())
        .addColumn('reason', columns.text(), (c) => c.notNull())
        .addColumn('source', columns.text())
        .addColumn('count', columns.time(), (c) => c.notNull())
        .addColumn('first_at', columns.time(), (c) => c.notNull())
        .addColumn('last_at', columns.time(), (c) => c.notNull())
        .execute()
      await db.schema.createIndex('audit_refusals_minute').on('audit_refusals').column('minute').execute()
      await db.schema
        .createIndex('audit_refusals_owner')
        .on('audit_refusals')
        .columns(['owner_key', 'minute'])
        .execute()
    },
  },
]
