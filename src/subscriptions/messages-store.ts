import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { Message, MessageStatus, MessagesTable, SubscriptionTables } from './schema.ts'

/** A message as one worker saw it; a lease by another moves `attempts` on and fences this one off. */
export type Claim = Pick<Message, 'subscriberId' | 'eventId' | 'attempts'>

export type NewMessage = Pick<Message, 'subscriberId' | 'eventId' | 'accountId'>

/** What of that which waits is looked for. */
export interface WaitingLook {
  readonly limit: number
  /** Only what concerns no account. */
  readonly ofNobody: boolean
  /** Only what comes behind this event. */
  readonly after?: string | undefined
}

export interface MessagePage {
  readonly status?: MessageStatus | undefined
  readonly before?: string | undefined
  readonly limit: number
}

export interface MessageCount {
  readonly subscriberId: string
  readonly status: MessageStatus
  readonly count: number
}

export type MessageStore = ReturnType<typeof messageStore>

/** The SQL of what is on its way to those who are told. */
export function messageStore(storage: Storage) {
  const db = storage.tables<SubscriptionTables>()

  const claimed = ({ subscriberId, eventId, attempts }: Claim, set: Partial<MessagesTable>): Statement =>
    toStatement(
      db
        .updateTable('subscription_messages')
        .set(set)
        .where('subscriber_id', '=', subscriberId)
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
      const rows = messages.map(({ subscriberId, eventId, accountId }) => ({
        ...{ subscriber_id: subscriberId, event_id: eventId, account_id: accountId ?? null },
        ...fresh,
      }))
      return toStatement(
        db
          .insertInto('subscription_messages')
          .values(rows)
          .onConflict((conflict) =>
            again
              ? conflict
                  .columns(['subscriber_id', 'event_id'])
                  .doUpdateSet(fresh)
                  .where('subscription_messages.status', '!=', 'waiting')
              : conflict.doNothing(),
          ),
      )
    },

    /**
     * What may be sent now: of each account only its earliest waiting message, so that its events arrive in their
     * order; what concerns no account waits for nothing.
     */
    async findDue(
      subscriberId: string,
      at: number,
      { limit, ofNobody, after }: WaitingLook,
    ): Promise<readonly Message[]> {
      const rows = await db
        .selectFrom('subscription_messages as m')
        .selectAll()
        .where('status', '=', 'waiting')
        .where('subscriber_id', '=', subscriberId)
        .where('next_at', '<=', at)
        .$if(ofNobody, (q) => q.where('account_id', 'is', null))
        .$if(after !== undefined, (q) => q.where('event_id', '>', after ?? ''))
        .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', at)]))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('subscription_messages as e')
                .select('e.event_id')
                .where('e.status', '=', 'waiting')
                .whereRef('e.subscriber_id', '=', 'm.subscriber_id')
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

    /** Oldest first, for whoever fetches them. */
    async waiting(
      subscriberId: string,
      { limit, ofNobody }: Omit<WaitingLook, 'after'>,
    ): Promise<readonly Message[]> {
      const rows = await db
        .selectFrom('subscription_messages')
        .selectAll()
        .where('subscriber_id', '=', subscriberId)
        .where('status', '=', 'waiting')
        .$if(ofNobody, (q) => q.where('account_id', 'is', null))
        .orderBy('event_id')
        .limit(limit)
        .execute()
      return rows.map(toMessage)
    },

    /** What somebody who fetched them says of some of them; of others nothing is changed. */
    settle: (
      subscriberId: string,
      eventIds: readonly string[],
      { taken, answer }: { readonly taken: boolean; readonly answer: string },
    ): Statement =>
      toStatement(
        db
          .updateTable('subscription_messages')
          .set({
            status: taken ? 'sent' : 'abandoned',
            answer,
            sent_at: taken ? storage.clock.now() : null,
            attempts: (eb) => eb('attempts', '+', 1),
          })
          .where('subscriber_id', '=', subscriberId)
          .where('event_id', 'in', eventIds)
          .where('status', '=', 'waiting'),
      ),

    /** All that waits for these, of events before this id; of all, unless told. */
    abandonWaiting: (subscriberIds: readonly string[], answer: string, before?: string): Statement =>
      toStatement(
        db
          .updateTable('subscription_messages')
          .set({ status: 'abandoned', answer, lease_until: null })
          .where('subscriber_id', 'in', subscriberIds)
          .where('status', '=', 'waiting')
          .$if(before !== undefined, (q) => q.where('event_id', '<', before ?? '')),
      ),

    removeAll: (subscriberId: string): Statement =>
      toStatement(db.deleteFrom('subscription_messages').where('subscriber_id', '=', subscriberId)),

    /** Newest first. */
    async list(subscriberId: string, page: MessagePage): Promise<readonly Message[]> {
      const { status, before, limit } = page
      const rows = await db
        .selectFrom('subscription_messages')
        .selectAll()
        .where('subscriber_id', '=', subscriberId)
        .$if(status !== undefined, (q) => q.where('status', '=', status ?? ''))
        .$if(before !== undefined, (q) => q.where('event_id', '<', before ?? ''))
        .orderBy('event_id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toMessage)
    },

    /** Of what waits, or was given up. */
    async counts(): Promise<readonly MessageCount[]> {
      const rows = await db
        .selectFrom('subscription_messages')
        .select(['subscriber_id', 'status', (eb) => eb.fn.countAll().as('count')])
        .where('status', '!=', 'sent')
        .groupBy(['subscriber_id', 'status'])
        .execute()
      return rows.map((row) => ({
        subscriberId: row.subscriber_id,
        status: row.status as MessageStatus,
        count: Number(row.count),
      }))
    },

    /** Settled, of events before this id. */
    removeSettledBefore: (eventId: string): Statement =>
      toStatement(
        db
          .deleteFrom('subscription_messages')
          .where('status', '!=', 'waiting')
          .where('event_id', '<', eventId),
      ),
  }
}

function toMessage(row: MessagesTable): Message {
  return {
    subscriberId: row.subscriber_id,
    eventId: row.event_id,
    accountId: row.account_id ?? undefined,
    status: row.status as MessageStatus,
    attempts: Number(row.attempts),
    answer: row.answer ?? undefined,
    nextAt: Number(row.next_at),
    sentAt: row.sent_at === null ? undefined : Number(row.sent_at),
  }
}
