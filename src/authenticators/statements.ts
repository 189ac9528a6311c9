import { sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import { perShape, type Statement, type Storage, type Value, writeCounter } from '../storage/index.ts'
import { failureBudget, type Standing } from './budget.ts'
import type { Authenticator, AuthenticatorTables } from './schema.ts'

/** The row as it was when the try was allowed: what it must still be when the outcome is booked. */
export type Counted = Pick<Authenticator, 'id' | 'version' | 'failures'>

export interface SuccessChange {
  readonly standing: Standing
  readonly at: number
  readonly counter: bigint | undefined
  readonly data: Uint8Array | undefined
  /** What its factor found of the data that is written back. */
  readonly weak?: boolean | undefined
}

export interface FailureChange {
  readonly standing: Standing
  readonly at: number
  readonly data: Uint8Array | undefined
}

/** What a judged proof writes to its authenticator. Every sign-in books one of these, so each is compiled once. */
export function judgedStatements(storage: Storage) {
  const advances = perShape((shape: SuccessShape) => compileAdvance(storage, shape))
  const failures = perShape((shape: FailureShape) => compileFailure(storage, shape))

  return {
    /**
     * One success. The counter only grows, the data is written back under version equality, and the failures must be
     * the ones that were seen when the try was allowed: replay, race and shared tries all fail here (G1, G2).
     */
    advance(row: Counted, { standing, at, counter, data, weak }: SuccessChange): Statement {
      const bind = advances({ standing, counter: counter !== undefined, data: data !== undefined })
      return bind({
        ...valuesOf(row),
        at,
        counter: writeCounter(counter),
        data: data ?? null,
        weak: weak ? 1 : 0,
      })
    },

    /** One failure, in the budget of its standing; the last one of the proven budget disables (R7, NIST 3.2.2). */
    countFailure(row: Counted, { standing, at, data }: FailureChange): Statement {
      const counted = row.failures[standing] + 1
      const disables = standing === 'proven' && counted >= failureBudget.proven
      const bind = failures({ standing, disables, data: data !== undefined })
      return bind({ ...valuesOf(row), at, counted, data: data ?? null })
    },
  }
}

interface SuccessShape {
  readonly standing: Standing
  readonly counter: boolean
  readonly data: boolean
}

interface FailureShape {
  readonly standing: Standing
  readonly disables: boolean
  readonly data: boolean
}

interface RowValues extends Record<string, Value> {
  id: Id<'authenticator'>
  version: number
  proven: number
  unproven: number
  at: number
  data: Uint8Array | null
}

interface SuccessValues extends RowValues {
  counter: string | null
  weak: number
}

interface FailureValues extends RowValues {
  counted: number
}

const nextVersion = sql<number>`version + 1`

function compileAdvance(storage: Storage, shape: SuccessShape) {
  return storage.statement<SuccessValues, AuthenticatorTables>((row, db) => {
    const active = db
      .updateTable('authenticators')
      .set({ last_used_at: row.at, failures_unproven: 0 })
      .where('id', '=', row.id)
      .where('status', '=', 'active')
      .where('failures_proven', '=', row.proven)
      .where('failures_unproven', '=', row.unproven)
    return active
      .$if(shape.standing === 'proven', (query) => query.set({ failures_proven: 0 }))
      .$if(shape.counter, (query) =>
        query
          .set({ counter: row.counter })
          .where(sql<boolean>`(counter is null or counter < cast(${row.counter} as bigint))`),
      )
      .$if(shape.data, (query) =>
        query
          .set({ data: row.data, weak: row.weak, version: nextVersion })
          .where('version', '=', row.version),
      )
  }, 1)
}

function compileFailure(storage: Storage, shape: FailureShape) {
  return storage.statement<FailureValues, AuthenticatorTables>((row, db) => {
    const counted = db.updateTable('authenticators').where('id', '=', row.id)
    const inBudget =
      shape.standing === 'proven'
        ? counted
            .set({ failures_proven: row.counted, failed_proven_at: row.at })
            .where('failures_proven', '=', row.proven)
        : counted
            .set({ failures_unproven: row.counted, failed_unproven_at: row.at })
            .where('failures_unproven', '=', row.unproven)
    return inBudget
      .$if(shape.disables, (query) =>
        query.set({ status: sql<string>`case when status = 'active' then 'disabled' else status end` }),
      )
      .$if(shape.data, (query) =>
        query.set({ data: row.data, version: nextVersion }).where('version', '=', row.version),
      )
  }, 1)
}

function valuesOf({ id, version, failures }: Counted) {
  return { id, version, proven: failures.proven, unproven: failures.unproven }
}
