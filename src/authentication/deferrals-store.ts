import type { Id } from '../kernel/ids.ts'
import { type Deferral, deferralAfter, mostSkips, type Waiting } from '../policy/index.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { AuthenticationTables, DeferralsTable } from './schema.ts'

export type Deferrals = ReturnType<typeof openDeferrals>

/** What is gone from the policy is kept for so long, in milliseconds: rules that come back do not begin anew. */
const keptFor = 24 * 3_600_000

/** How often, since when and what each account has put off to set up: one row for each account and demand. */
export function openDeferrals(storage: Storage) {
  const db = storage.tables<AuthenticationTables>()
  const own = storage.query<{ accountId: string }, AuthenticationTables, DeferralsTable>(
    ({ accountId }, tables) => tables.selectFrom('deferrals').selectAll().where('account_id', '=', accountId),
  )
  return {
    async ofAccount(accountId: Id<'account'>): Promise<readonly Deferral[]> {
      return (await own({ accountId })).map(deferralOf)
    },

    /** The same of many at once. */
    async ofAccounts(
      ids: readonly Id<'account'>[],
    ): Promise<ReadonlyMap<Id<'account'>, readonly Deferral[]>> {
      if (ids.length === 0) return new Map()
      const rows = await db.selectFrom('deferrals').selectAll().where('account_id', 'in', ids).execute()
      const byAccount = Map.groupBy(rows, (row) => row.account_id as Id<'account'>)
      return new Map([...byAccount].map(([id, all]) => [id, all.map(deferralOf)]))
    },

    /** Puts off once more; refused where somebody else has put off the same meanwhile, or has just counted it. */
    putOff(accountId: Id<'account'>, waiting: Waiting, at: number): Statement {
      const { demand, deferral } = waiting
      const next = deferralAfter(waiting, at)
      const counted = { times: next.times, counted_at: next.countedAt, last_at: next.lastAt }
      if (!deferral) {
        return toStatement(
          db
            .insertInto('deferrals')
            .values({ account_id: accountId, demand, since: next.since, ...counted })
            .onConflict((conflict) => conflict.doNothing()),
          1,
        )
      }
      return toStatement(
        db
          .updateTable('deferrals')
          .set(counted)
          .where('account_id', '=', accountId)
          .where('demand', '=', demand)
          .where('times', '=', deferral.times)
          .where('counted_at', '=', deferral.countedAt),
        1,
      )
    },

    /** Nothing may be put off any more where a number ends it: after a restore (R17). */
    exhaust: (): Statement => toStatement(db.updateTable('deferrals').set({ times: mostSkips })),

    /** Removes what belongs to demands that the policy does not have any more. */
    sweep(demands: readonly string[], at: number): Statement {
      const old = db.deleteFrom('deferrals').where('last_at', '<', at - keptFor)
      return toStatement(demands.length === 0 ? old : old.where('demand', 'not in', demands))
    },
  }
}

function deferralOf(row: DeferralsTable): Deferral {
  return {
    demand: row.demand,
    since: Number(row.since),
    times: Number(row.times),
    countedAt: Number(row.counted_at),
    lastAt: Number(row.last_at),
  }
}
