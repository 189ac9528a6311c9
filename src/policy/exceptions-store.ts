import { z } from 'zod'
import type { Id } from '../kernel/ids.ts'
import { readJson, type Statement, type Storage, toStatement, writeJson } from '../storage/index.ts'
import { type GrantedException, type LiftedDemand, liftedDemand, type NewException } from './exception.ts'

interface ExceptionTables {
  policy_exceptions: PolicyExceptionsTable
}

interface PolicyExceptionsTable {
  id: string
  account_id: string
  application_id: string | null
  demands: string
  reason: string
  expires_at: number
  requested_by: string
  requested_at: number
  approved_by: string | null
  approved_at: number | null
  ended_by: string | null
  ended_at: number | null
  end_reason: string | null
  uses: number
  last_used_at: number | null
  /** When administrators were last told that it is used. */
  alarmed_at: number | null
}

const mostListed = 1000

/** The SQL of the policy_exceptions table: one function per question. */
export function exceptionStore(storage: Storage) {
  const db = storage.tables<ExceptionTables>()
  const inForce = storage.query<{ at: number }, ExceptionTables, PolicyExceptionsTable>(({ at }, tables) =>
    tables
      .selectFrom('policy_exceptions')
      .selectAll()
      .where('approved_at', 'is not', null)
      .where('ended_at', 'is', null)
      .where('expires_at', '>', at)
      .orderBy('id'),
  )
  const change = () => db.updateTable('policy_exceptions').where('ended_at', 'is', null)

  return {
    async listInForce(at: number): Promise<GrantedException[]> {
      return (await inForce({ at })).map(toException)
    },

    /** The newest first. */
    async list(): Promise<GrantedException[]> {
      const all = db.selectFrom('policy_exceptions').selectAll().orderBy('id', 'desc').limit(mostListed)
      return (await all.execute()).map(toException)
    },

    async find(id: Id<'exception'>): Promise<GrantedException | undefined> {
      const row = await db.selectFrom('policy_exceptions').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toException(row)
    },

    insert({ approvedBy, ...asked }: NewException): Statement {
      const row: PolicyExceptionsTable = {
        id: asked.id,
        account_id: asked.accountId,
        application_id: asked.applicationId ?? null,
        demands: writeJson(asked.demands),
        reason: asked.reason,
        expires_at: asked.until,
        requested_by: asked.requestedBy,
        requested_at: asked.requestedAt,
        approved_by: approvedBy ?? null,
        approved_at: approvedBy === undefined ? null : asked.requestedAt,
        ended_by: null,
        ended_at: null,
        end_reason: null,
        uses: 0,
        last_used_at: null,
        alarmed_at: null,
      }
      return toStatement(db.insertInto('policy_exceptions').values(row), 1)
    },

    /** Refused where it was approved or ended meanwhile, and for whoever asked for it. */
    approve(id: Id<'exception'>, by: string, at: number): Statement {
      return toStatement(
        change()
          .set({ approved_by: by, approved_at: at })
          .where('id', '=', id)
          .where('approved_at', 'is', null)
          .where('requested_by', '!=', by)
          .where('expires_at', '>', at),
        1,
      )
    },

    end(id: Id<'exception'>, by: string, reason: string, at: number): Statement {
      const ended = { ended_by: by, ended_at: at, end_reason: reason }
      return toStatement(change().set(ended).where('id', '=', id).where('expires_at', '>', at), 1)
    },

    /** Takes all of them back, and says no to what is only asked for. */
    endAll(by: string, reason: string, at: number): Statement {
      const ended = { ended_by: by, ended_at: at, end_reason: reason }
      return toStatement(change().set(ended).where('expires_at', '>', at))
    },

    /** Refused where it is in force no more. */
    use(id: Id<'exception'>, at: number): Statement {
      return toStatement(
        change()
          .set(({ eb }) => ({ uses: eb('uses', '+', 1), last_used_at: at }))
          .where('id', '=', id)
          .where('approved_at', 'is not', null)
          .where('expires_at', '>', at),
        1,
      )
    },

    /** Those that were used, and of which nobody was told since `before`. */
    async listUntold(before: number): Promise<GrantedException[]> {
      const rows = await db
        .selectFrom('policy_exceptions')
        .selectAll()
        .where('last_used_at', 'is not', null)
        .where((eb) =>
          eb.or([
            eb('alarmed_at', 'is', null),
            eb.and([eb('alarmed_at', '<', before), eb('last_used_at', '>', eb.ref('alarmed_at'))]),
          ]),
        )
        .limit(mostListed)
        .execute()
      return rows.map(toException)
    },

    /** Refused where another node told of it meanwhile. */
    tell({ id, alarmedAt }: Pick<GrantedException, 'id' | 'alarmedAt'>, at: number): Statement {
      return toStatement(
        db
          .updateTable('policy_exceptions')
          .set({ alarmed_at: at })
          .where('id', '=', id)
          .where((eb) =>
            alarmedAt === undefined ? eb('alarmed_at', 'is', null) : eb('alarmed_at', '=', alarmedAt),
          ),
        1,
      )
    },
  }
}

function toException(row: PolicyExceptionsTable): GrantedException {
  return {
    id: row.id as Id<'exception'>,
    accountId: row.account_id as Id<'account'>,
    applicationId: (row.application_id as Id<'application'> | null) ?? undefined,
    demands: demandsIn(row.demands),
    reason: row.reason,
    until: Number(row.expires_at),
    requestedBy: row.requested_by,
    requestedAt: Number(row.requested_at),
    approvedBy: row.approved_by ?? undefined,
    approvedAt: timeOf(row.approved_at),
    endedBy: row.ended_by ?? undefined,
    endedAt: timeOf(row.ended_at),
    endReason: row.end_reason ?? undefined,
    uses: Number(row.uses),
    lastUsedAt: timeOf(row.last_used_at),
    alarmedAt: timeOf(row.alarmed_at),
  }
}

/** What cannot be read leaves out nothing, and keeps back nothing else (G6). */
function demandsIn(stored: string): readonly LiftedDemand[] {
  try {
    return liftedDemands.parse(readJson(stored))
  } catch {
    return []
  }
}

const liftedDemands = z.array(liftedDemand)

function timeOf(value: number | null): number | undefined {
  return value === null ? undefined : Number(value)
}
