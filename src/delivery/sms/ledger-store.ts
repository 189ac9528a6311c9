import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { type Statement, type Storage, toStatement } from '../../storage/index.ts'
import type { Receipt } from '../receipt.ts'
import type { DeliveryTables, SmsMessagesTable } from '../schema.ts'
import type { HandedTo } from '../transport.ts'
import type { PhoneNumber } from './number.ts'

/** What is kept of a message besides its words, which go with the outbox: no number in clear, only its block. */
export interface NewLedgerRow {
  readonly id: Id<'message'>
  readonly accountId: Id<'account'> | undefined
  readonly number: PhoneNumber
  readonly source: string | undefined
  readonly occasion: string | undefined
  readonly at: number
}

/** How many were handed to a gateway, and of how many the code was used. */
export interface Conversion {
  readonly sent: number
  readonly used: number
}

export type MessageState = 'waiting' | 'handed' | Receipt['state']

/** Messages by gateway and state, for the monitoring. */
export interface StateCount {
  readonly gateway: string
  readonly state: string
  readonly count: number
}

const justNow = 15 * 60_000

/** The SQL of the ledger of text messages: what was sent where, what became of it, and whether it was of use. */
export function ledgerStore(storage: Storage) {
  const db = storage.tables<DeliveryTables>()
  const update = () => db.updateTable('sms_messages')
  const used = storage.statement<{ occasion: string; at: number }, DeliveryTables>(
    ({ occasion, at }, tables) =>
      tables
        .updateTable('sms_messages')
        .set({ used_at: at })
        .where('occasion', '=', occasion)
        .where('used_at', 'is', null),
  )

  return {
    insert({ id, accountId, number, source, occasion, at }: NewLedgerRow): Statement {
      const row: SmsMessagesTable = {
        id,
        account_id: accountId ?? null,
        block: number.block,
        country: number.country ?? '??',
        source: source ?? null,
        occasion: occasion ?? null,
        created_at: at,
        handed_at: null,
        gateway: null,
        reference: null,
        state: 'waiting',
        detail: null,
        used_at: null,
      }
      return toStatement(db.insertInto('sms_messages').values(row), 1)
    },

    /** A gateway took it; what its receipt said meanwhile stays. */
    hand(id: Id<'message'>, { gateway, reference }: HandedTo, at: number): Statement {
      return toStatement(
        update()
          .set({
            gateway,
            reference: reference ?? null,
            handed_at: at,
            state: sql<string>`case when state = 'waiting' then 'handed' else state end`,
          })
          .where('id', '=', id),
      )
    },

    /** What a gateway says of a message that it was given; the end of it is told once. Refused where nothing changes. */
    receive(gateway: string, { message, state, detail }: Receipt): Statement {
      const known =
        'id' in message
          ? update().where('id', '=', message.id)
          : update().where('gateway', '=', gateway).where('reference', '=', message.reference)
      return toStatement(
        known
          .set({ state, detail: detail ?? null })
          .where('state', 'not in', ['delivered', 'failed'])
          .where((eb) => eb.or([eb('gateway', '=', gateway), eb('gateway', 'is', null)])),
        1,
      )
    },

    async isKnown(gateway: string, { message }: Receipt): Promise<boolean> {
      const rows = db.selectFrom('sms_messages').select('id')
      const known =
        'id' in message
          ? rows.where('id', '=', message.id)
          : rows.where('gateway', '=', gateway).where('reference', '=', message.reference)
      return (await known.executeTakeFirst()) !== undefined
    },

    /**
     * Gateways that took a code for this account within the last quarter of an hour which was neither used nor told to
     * have arrived: whoever asks again has waited for it.
     */
    async inVain(accountId: Id<'account'>, except: Id<'message'>, at: number): Promise<readonly string[]> {
      const rows = await db
        .selectFrom('sms_messages')
        .select('gateway')
        .distinct()
        .where('created_at', '>', at - justNow)
        .where('account_id', '=', accountId)
        .where('id', '<>', except)
        .where('occasion', 'is not', null)
        .where('used_at', 'is', null)
        .where('gateway', 'is not', null)
        .where('state', '<>', 'delivered')
        .execute()
      return rows.flatMap(({ gateway }) => gateway ?? [])
    },

    /** The code that was sent on this occasion was typed. */
    markUsed: (occasion: string, at: number): Statement => used({ occasion, at }),

    /** Of messages that were handed over after `from` and before `to`. */
    async conversion(
      where: { readonly block: string } | { readonly country: string },
      from: number,
      to: number,
    ): Promise<Conversion> {
      const [column, value] =
        'block' in where ? (['block', where.block] as const) : (['country', where.country] as const)
      const row = await db
        .selectFrom('sms_messages')
        .select((eb) => [eb.fn.countAll().as('sent'), eb.fn.count('used_at').as('used')])
        .where(column, '=', value)
        .where('occasion', 'is not', null)
        .where('handed_at', '>', from)
        .where('handed_at', '<=', to)
        .executeTakeFirst()
      return { sent: Number(row?.sent ?? 0), used: Number(row?.used ?? 0) }
    },

    async countStates(since: number): Promise<readonly StateCount[]> {
      const rows = await db
        .selectFrom('sms_messages')
        .select((eb) => ['gateway', 'state', eb.fn.countAll().as('count')])
        .where('created_at', '>', since)
        .groupBy(['gateway', 'state'])
        .execute()
      return rows.map(({ gateway, state, count }) => ({
        gateway: gateway ?? '',
        state,
        count: Number(count),
      }))
    },

    removeBefore(at: number): Statement {
      return toStatement(db.deleteFrom('sms_messages').where('created_at', '<', at))
    },
  }
}
