import { perShape, type Statement, type Storage, toStatement } from '../storage/index.ts'
import { toEntry, toSealedEntry } from './rows.ts'
import type { DeliveryTables, OutboxEntry, OutboxTable, SealedEntry } from './schema.ts'
import type { Channel } from './transport.ts'

/** A row as one worker saw it; a lease by another moves `attempts` on and fences this one off. */
export type Claim = Pick<OutboxEntry, 'id' | 'attempts'>

export type OutboxStore = ReturnType<typeof outboxStore>

/** The SQL of the outbox: one function per question. */
export function outboxStore(storage: Storage) {
  const db = storage.tables<DeliveryTables>()
  const inserts = perShape(({ once }: { once: boolean }) => compileInsert(storage, once))

  const claimed = ({ id, attempts }: Claim, set: Partial<OutboxTable>): Statement =>
    toStatement(
      db
        .updateTable('outbox')
        .set(set)
        .where('id', '=', id)
        .where('status', '=', 'waiting')
        .where('attempts', '=', attempts),
      1,
    )

  return {
    /** A message that was enqueued under the same dedupe key stands for this one. */
    insert: (row: OutboxTable): Statement => inserts({ once: row.dedupe_key !== null })({ ...row }),

    /** Free rows that may be sent now over one of the channels, and those whose time has run out; the most urgent first. */
    async findDue(at: number, channels: readonly Channel[], limit: number): Promise<SealedEntry[]> {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('status', '=', 'waiting')
        .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', at)]))
        .where((eb) =>
          eb.or([
            eb('expires_at', '<=', at),
            ...(channels.length > 0
              ? [eb.and([eb('next_at', '<=', at), eb('channel', 'in', channels)])]
              : []),
          ]),
        )
        .orderBy('expires_at')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(toSealedEntry)
    },

    /** Counts the try before it is made, so that a crash in it still backs off. */
    lease: (claim: Claim, at: { until: number; next: number }): Statement =>
      claimed(claim, { attempts: claim.attempts + 1, lease_until: at.until, next_at: at.next }),

    /** Sent: the words are not kept. */
    markSent: (claim: Claim, at: number): Statement =>
      claimed(claim, { status: 'sent', body: null, reason: null, lease_until: null, sent_at: at }),

    postpone: (claim: Claim, reason: string, next: number): Statement =>
      claimed(claim, { reason, lease_until: null, next_at: next }),

    abandon: (claim: Claim, reason: string): Statement =>
      claimed(claim, { status: 'abandoned', body: null, reason, lease_until: null }),

    abandonAll(reason: string): Statement {
      return toStatement(
        db
          .updateTable('outbox')
          .set({ status: 'abandoned', body: null, reason, lease_until: null })
          .where('status', '=', 'waiting'),
      )
    },

    /** Tried without success, or given up; the newest first. */
    async findTroubled(limit: number): Promise<OutboxEntry[]> {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where((eb) =>
          eb.or([
            eb('status', '=', 'abandoned'),
            eb.and([eb('status', '=', 'waiting'), eb('reason', 'is not', null)]),
          ]),
        )
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toEntry)
    },

    removeSettledBefore(at: number): Statement {
      return toStatement(
        db.deleteFrom('outbox').where('status', '!=', 'waiting').where('created_at', '<', at),
      )
    },
  }
}

/** What is told with a sign-in is booked with it, so it is compiled once. */
function compileInsert(storage: Storage, once: boolean) {
  return storage.statement<Pick<OutboxTable, keyof OutboxTable>, DeliveryTables>(
    (row, db) =>
      db
        .insertInto('outbox')
        .values({
          id: row.id,
          account_id: row.account_id,
          channel: row.channel,
          template: row.template,
          body: row.body,
          status: row.status,
          attempts: row.attempts,
          reason: row.reason,
          dedupe_key: row.dedupe_key,
          created_at: row.created_at,
          next_at: row.next_at,
          lease_until: row.lease_until,
          expires_at: row.expires_at,
          sent_at: row.sent_at,
        })
        .onConflict((conflict) => conflict.doNothing()),
    once ? undefined : 1,
  )
}
