import type { Migration } from '../storage/index.ts'

export const subscriptionMigrations: readonly Migration[] = [
  {
    name: '202611301101_subscriptions_create',
    async up(db, columns) {
      await db.schema
        .createTable('subscription_messages')
        .addColumn('subscriber_id', columns.id(), (c) => c.notNull())
        .addColumn('event_id', columns.id(), (c) => c.notNull())
        .addColumn('account_id', columns.id())
        .addColumn('status', columns.text(), (c) => c.notNull())
        .addColumn('attempts', 'integer', (c) => c.notNull())
        .addColumn('answer', columns.text())
        .addColumn('next_at', columns.time(), (c) => c.notNull())
        .addColumn('lease_until', columns.time())
        .addColumn('sent_at', columns.time())
        .addPrimaryKeyConstraint('subscription_messages_key', ['subscriber_id', 'event_id'])
        .execute()
      await db.schema
        .createIndex('subscription_messages_due')
        .on('subscription_messages')
        .columns(['status', 'subscriber_id', 'account_id', 'event_id'])
        .execute()
      await db.schema
        .createIndex('subscription_messages_waiting')
        .on('subscription_messages')
        .columns(['subscriber_id', 'status', 'event_id'])
        .execute()
      await db.schema
        .createTable('subscription_feeds')
        .addColumn('id', columns.text(), (c) => c.primaryKey())
        .addColumn('place', columns.json(), (c) => c.notNull())
        .addColumn('turn', 'integer', (c) => c.notNull())
        .execute()
    },
  },
]
