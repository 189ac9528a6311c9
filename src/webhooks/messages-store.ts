import type { Id } from '../kernel/ids.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { MessageStatus, WebhookMessage, WebhookMessagesTable, WebhookTables } from './schema.ts'

/** A message as one worker saw it; a lease by another moves `attempts` on and fences this one off. */
export type Claim = Pick<WebhookMessage, 'webhookId' | 'eventId' | 'attempts'>

export type NewMessage = Pick<WebhookMessage, 'webhookId' | 'eventId' | 'accountId'>

export type MessageStore = ReturnType<typeof messageStore>

/** The SQL of the messages of webhooks. */
export function messageStore(storage: Storage) {
  const db = storage.tables<WebhookTables>()

  const claimed = ({ webhookId, eventId, attempts }: Claim, set: Partial<WebhookMessagesTable>): Statement =>
    toStatement(
      db
        .updateTable('webhook_messages')
        .set(set)
        .where('webhook_id', '=', webhookId)
        .where('event_id', '=', eventId)
        .where('status', '=', 'waiting')
        .where('attempts', '=', attempts),
      1,
    )

  return {
    /** What is queued already stays as it is; `again`: it waits anew, unless it waits anyway. */
    insert(messages: readonly NewMessage[], at: number, again = false): Statement {
      const fresh = {
        status: 'waiting',
        attempts: 0,
        answer: null,
        next_at: at,
        lease_until: null,
        sent_at: null,
      }
      const rows = messages.map(({ webhookId, eventId, accountId }) => ({
        ...{ webhook_id: webhookId, event_id: eventId, account_id: accountId ?? null },
        ...fresh,
      }))
      return toStatement(
        db
          .insertInto('webhook_messages')
          .values(rows)
          .onConflict((conflict) =>
            again
              ? conflict
                  .columns(['webhook_id', 'event_id'])
                  .doUpdateSet(fresh)
                  .where('webhook_messages.status', '!=', 'waiting')
              : conflict.doNothing(),
          ),
      )
    },

    /**
     * What may be sent now: of each account only its earliest waiting message, so that its events arrive in their
     * order; what concerns no account waits for nothing.
     */
    async findDue(webhookId: Id<'webhook'>, at: number, limit: number): Promise<readonly WebhookMessage[]> {
      const rows = await db
        .selectFrom('webhook_messages as m')
        .selectAll()
        .where('status', '=', 'waiting')
        .where('webhook_id', '=', webhookId)
        .where('next_at', '<=', at)
        .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', at)]))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('webhook_messages as e')
                .select('e.event_id')
                .where('e.status', '=', 'waiting')
                .whereRef('e.webhook_id', '=', 'm.webhook_id')
                .whereRef('e.account_id', '=', 'm.account_id')
                .whereRef('e.event_id', '<', 'm.event_id'),
            ),
          ),
        )
        .orderBy('event_id')
        .limit(limit)
        .execute()
      return rows.map(toMessage)
    },

    /** Counts the try before it is made, so that a crash in it still backs off. */
    lease: (claim: Claim, at: { readonly until: number; readonly next: number }): Statement =>
      claimed(claim, { attempts: claim.attempts + 1, lease_until: at.until, next_at: at.next }),

    markSent: (claim: Claim, answer: string, at: number): Statement =>
      claimed(claim, { status: 'sent', answer, lease_until: null, sent_at: at }),

    postpone: (claim: Claim, answer: string, next: number): Statement =>
      claimed(claim, { answer, lease_until: null, next_at: next }),

    abandon: (claim: Claim, answer: string): Statement =>
      claimed(claim, { status: 'abandoned', answer, lease_until: null }),

    /** Newest first. */
    async list(
      webhookId: Id<'webhook'>,
      page: {
        readonly status?: MessageStatus | undefined
        readonly before?: string | undefined
        readonly limit: number
      },
    ): Promise<readonly WebhookMessage[]> {
      const { status, before, limit } = page
      const rows = await db
        .selectFrom('webhook_messages')
        .selectAll()
        .where('webhook_id', '=', webhookId)
        .$if(status !== undefined, (q) => q.where('status', '=', status ?? ''))
        .$if(before !== undefined, (q) => q.where('event_id', '<', before ?? ''))
        .orderBy('event_id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toMessage)
    },

    async counts(): Promise<readonly { webhookId: Id<'webhook'>; status: MessageStatus; count: number }[]> {
      const rows = await db
        .selectFrom('webhook_messages')
        .select(['webhook_id', 'status', (eb) => eb.fn.countAll().as('count')])
        .where('status', '!=', 'sent')
        .groupBy(['webhook_id', 'status'])
        .execute()
      return rows.map((row) => ({
        webhookId: row.webhook_id as Id<'webhook'>,
        status: row.status as MessageStatus,
        count: Number(row.count),
      }))
    },

    /** Settled, of events before this id. */
    removeSettledBefore: (eventId: string): Statement =>
      toStatement(
        db.deleteFrom('webhook_messages').where('status', '!=', 'waiting').where('event_id', '<', eventId),
      ),
  }
}

function toMessage(row: WebhookMessagesTable): WebhookMessage {
  return {
    webhookId: row.webhook_id as Id<'webhook'>,
    eventId: row.event_id,
    accountId: row.account_id ?? undefined,
    status: row.status as MessageStatus,
    attempts: Number(row.attempts),
    answer: row.answer ?? undefined,
    nextAt: Number(row.next_at),
    sentAt: row.sent_at === null ? undefined : Number(row.sent_at),
  }
}
