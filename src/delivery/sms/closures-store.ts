import { type Statement, type Storage, toStatement } from '../../storage/index.ts'
import type { DeliveryTables, SmsClosuresTable } from '../schema.ts'
import type { Closure, ClosureReason } from './closure.ts'
import type { Scope } from './scope.ts'

/** The SQL of closures: one row for each scope that ever was closed, with its newest closure. */
export function closuresStore(storage: Storage) {
  const db = storage.tables<DeliveryTables>()
  return {
    /** The newest closure of each of these, over or not. */
    async find(scopes: readonly Scope[]): Promise<readonly Closure[]> {
      const rows = await db.selectFrom('sms_closures').selectAll().where('scope', 'in', scopes).execute()
      return rows.map(toClosure)
    },

    async listOpen(at: number): Promise<readonly Closure[]> {
      const rows = await db
        .selectFrom('sms_closures')
        .selectAll()
        .where('until', '>', at)
        .where('ended_at', 'is', null)
        .orderBy('opened_at')
        .execute()
      return rows.map(toClosure)
    },

    /** Refused where somebody else closed it first. */
    close({ scope, reason, openedAt, until }: Omit<Closure, 'endedAt'>): Statement {
      const row = { reason, opened_at: openedAt, until, ended_at: null, ended_by: null }
      return toStatement(
        db
          .insertInto('sms_closures')
          .values({ scope, ...row })
          .onConflict((conflict) =>
            conflict
              .column('scope')
              .doUpdateSet(row)
              .where((eb) =>
                eb.or([
                  eb('sms_closures.until', '<=', openedAt),
                  eb('sms_closures.ended_at', 'is not', null),
                ]),
              ),
          ),
        1,
      )
    },

    /** Refused where it is not closed. */
    end(scope: Scope, by: string, at: number): Statement {
      return toStatement(
        db
          .updateTable('sms_closures')
          .set({ ended_at: at, ended_by: by })
          .where('scope', '=', scope)
          .where('until', '>', at)
          .where('ended_at', 'is', null),
        1,
      )
    },
  }
}

function toClosure(row: SmsClosuresTable): Closure {
  return {
    scope: row.scope,
    reason: row.reason as ClosureReason,
    openedAt: Number(row.opened_at),
    until: Number(row.until),
    endedAt: row.ended_at === null ? undefined : Number(row.ended_at),
  }
}
