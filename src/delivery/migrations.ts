import type { Migration } from '../storage/index.ts'

export const deliveryMigrations: readonly Migration[] = [
  {
    name: '202611240400_delivery_outbox',
    async up(db, columns) {
      await db.schema
        .createTable('outbox')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id())
        .addColumn('channel', columns.text(), (c) => c.notNull())
        .addColumn('template', columns.text(), (c) => c.notNull())
        .addColumn('body', columns.bytes())
        .addColumn('status', columns.text(), (c) => c.notNull())
        .addColumn('attempts', 'integer', (c) => c.notNull())
        .addColumn('reason', columns.text())
        .addColumn('dedupe_key', columns.text(), (c) => c.unique())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('next_at', columns.time(), (c) => c.notNull())
        .addColumn('lease_until', columns.time())
        .addColumn('expires_at', columns.time(), (c) => c.notNull())
        .addColumn('sent_at', columns.time())
        .execute()
      await db.schema.createIndex('outbox_due').on('outbox').columns(['status', 'next_at']).execute()
    },
  },
  {
    name: '202611251100_delivery_sms',
    async up(db, columns) {
      await db.schema
        .createTable('sms_messages')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('account_id', columns.id())
        .addColumn('block', columns.text(), (c) => c.notNull())
        .addColumn('country', columns.text(), (c) => c.notNull())
        .addColumn('source', columns.text())
        .addColumn('occasion', columns.id())
        .addColumn('created_at', columns.time(), (c) => c.notNull())
        .addColumn('handed_at', columns.time())
        .addColumn('gateway', columns.text())
        .addColumn('reference', columns.text())
        .addColumn('state', columns.text(), (c) => c.notNull())
        .addColumn('detail', columns.text())
        .addColumn('used_at', columns.time())
        .execute()
      for (const [name, lookedUp] of smsIndexes)
        await db.schema
          .createIndex(`sms_messages_${name}`)
          .on('sms_messages')
          .columns([...lookedUp])
          .execute()
      await db.schema
        .createTable('sms_closures')
        .addColumn('scope', columns.text(), (c) => c.primaryKey())
        .addColumn('reason', columns.text(), (c) => c.notNull())
        .addColumn('opened_at', columns.time(), (c) => c.notNull())
        .addColumn('until', columns.time(), (c) => c.notNull())
        .addColumn('ended_at', columns.time())
        .addColumn('ended_by', columns.text())
        .execute()
    },
  },
]

const smsIndexes = [
  ['block', ['block', 'handed_at']],
  ['country', ['country', 'handed_at']],
  ['occasion', ['occasion']],
  ['reference', ['gateway', 'reference']],
  ['created', ['created_at']],
] as const
