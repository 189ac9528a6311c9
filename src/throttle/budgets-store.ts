import { sql } from 'kysely'
import { clockTolerance } from '../kernel/clock.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { Budget, ThrottleTables } from './schema.ts'

/** The SQL of budgets: what is left in them, and how one is taken. */
export function budgetStore(storage: Storage) {
  const db = storage.tables<ThrottleTables>()
  return {
    /** Takes one; refused where none is left, so that parallel callers never share the last. */
    take({ id, limit, window }: Budget, at: number): Statement {
      const over = sql<boolean>`(budgets.ends_at <= ${at} or budgets.ends_at > ${latestEnd(window, at)})`
      return toStatement(
        db
          .insertInto('budgets')
          .values({ id, spent: 1, ends_at: at + window })
          .onConflict((conflict) =>
            conflict
              .column('id')
              .doUpdateSet({
                spent: sql`case when ${over} then 1 else budgets.spent + 1 end`,
                ends_at: sql`case when ${over} then ${at + window} else budgets.ends_at end`,
              })
              .where(sql<boolean>`(${over} or budgets.spent < ${limit})`),
          ),
        1,
      )
    },

    /** Milliseconds until each of these has one left; 0 where there is one now. */
    async waitFor(budgets: readonly Budget[], at: number): Promise<number> {
      if (budgets.length === 0) return 0
      const rows = await db
        .selectFrom('budgets')
        .selectAll()
        .where(
          'id',
          'in',
          budgets.map((budget) => budget.id),
        )
        .execute()
      const waits = budgets.map(({ id, limit, window }) => {
        const row = rows.find((one) => one.id === id)
        const isOver = !row || Number(row.spent) < limit || Number(row.ends_at) > latestEnd(window, at)
        return isOver ? 0 : Math.max(0, Number(row.ends_at) - at)
      })
      return Math.max(0, ...waits)
    },

    sweep: (at: number): Statement => toStatement(db.deleteFrom('budgets').where('ends_at', '<=', at)),
  }
}

/** What ends later was begun before the clock was set back: it would hold up until that time has come again (G14). */
function latestEnd(window: number, at: number): number {
  return at + window + clockTolerance
}
