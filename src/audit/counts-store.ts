import { sql } from 'kysely'
import type { Storage } from '../storage/index.ts'
import type { AuditTables } from './schema.ts'

const hour = 3_600_000

/** What the doors decided in one hour; `hour` is its start, epoch milliseconds. */
export interface HourCount {
  readonly hour: number
  readonly accepted: number
  readonly refused: number
}

/** Decisions per hour since `since`, the refusals that are only counted included (R16). */
export async function countByHour(storage: Storage, since: number): Promise<readonly HourCount[]> {
  const db = storage.tables<AuditTables>()
  const events = await db
    .selectFrom('audit_events')
    .select([
      sql<number>`at - at % ${sql.lit(hour)}`.as('hour'),
      'outcome',
      (fn) => fn.fn.countAll<number>().as('count'),
    ])
    .where('at', '>=', since)
    .where('outcome', 'in', ['accepted', 'refused'])
    .groupBy(['hour', 'outcome'])
    .execute()
  const refusals = await db
    .selectFrom('audit_refusals')
    .select([
      sql<number>`first_at - first_at % ${sql.lit(hour)}`.as('hour'),
      sql<number>`sum(count)`.as('count'),
    ])
    .where('first_at', '>=', since)
    .groupBy('hour')
    .execute()
  const counted = [...events, ...refusals.map((row) => ({ ...row, outcome: 'refused' }))]
  const hours = [...new Set(counted.map((row) => Number(row.hour)))].sort((one, other) => one - other)
  return hours.map((start) => ({
    hour: start,
    accepted: sum(counted.filter((row) => Number(row.hour) === start && row.outcome === 'accepted')),
    refused: sum(counted.filter((row) => Number(row.hour) === start && row.outcome === 'refused')),
  }))
}

function sum(rows: readonly { readonly count: number | string | bigint }[]): number {
  return rows.reduce((total, row) => total + Number(row.count), 0)
}
