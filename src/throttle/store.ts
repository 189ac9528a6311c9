import { sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import { budgetYear, laneOf } from './lanes.ts'
import type { DeviceLane, Lane, LaneState, ThrottleTables } from './schema.ts'

/** The books of these lanes; a lane without failures has none. */
export async function readLanes(
  storage: Storage,
  lanes: readonly Lane[],
): Promise<ReadonlyMap<string, LaneState>> {
  const rows = await storage
    .tables<ThrottleTables>()
    .selectFrom('throttle')
    .selectAll()
    .where(
      'id',
      'in',
      lanes.map((lane) => lane.id),
    )
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      {
        failures: Number(row.failures),
        failedAt: Number(row.failed_at),
        total: Number(row.total),
        totalSince: Number(row.total_since),
      },
    ]),
  )
}

/**
 * Books one failure in a lane. Guarded by the budget, not by what was read before: parallel guesses each cost
 * one, and contention never starves the owner (R19).
 */
export function failureIn(storage: Storage, lane: Lane, at: number): Statement {
  const db = storage.tables<ThrottleTables>()
  const yearEnded = sql<boolean>`throttle.total_since <= ${at - budgetYear}`
  const query = db
    .insertInto('throttle')
    .values({
      id: lane.id,
      account_id: lane.accountId ?? null,
      failures: 1,
      failed_at: at,
      total: 1,
      total_since: at,
    })
    .onConflict((conflict) => {
      const update = conflict.column('id').doUpdateSet({
        failures: sql`throttle.failures + 1`,
        failed_at: at,
        total: sql`case when ${yearEnded} then 1 else throttle.total + 1 end`,
        total_since: sql`case when ${yearEnded} then ${at} else throttle.total_since end`,
      })
      const withinTries =
        lane.tries === undefined ? update : update.where(sql`throttle.failures`, '<', lane.tries)
      return lane.yearly === undefined
        ? withinTries
        : withinTries.where(sql<boolean>`(${yearEnded} or throttle.total < ${lane.yearly})`)
    })
  return toStatement(query, 1)
}

/** Forgets the consecutive failures of one lane after a success in it; the yearly budget stays (R19). */
export function clearLane(storage: Storage, lane: Lane): Statement {
  return toStatement(
    storage
      .tables<ThrottleTables>()
      .updateTable('throttle')
      .set({ failures: 0 })
      .where('id', '=', lane.id)
      .where('failures', '>', 0),
  )
}

/** Forgets all that was counted against an account: the help desk's unlock. */
export function clearAccount(storage: Storage, accountId: Id<'account'>): Statement {
  return toStatement(
    storage.tables<ThrottleTables>().deleteFrom('throttle').where('account_id', '=', accountId),
  )
}

export async function lanesOfAccount(
  storage: Storage,
  accountId: Id<'account'>,
): Promise<readonly { readonly lane: Lane; readonly state: LaneState }[]> {
  const rows = await storage
    .tables<ThrottleTables>()
    .selectFrom('throttle')
    .selectAll()
    .where('account_id', '=', accountId)
    .execute()
  return rows.map((row) => ({
    lane: laneOf(row.id, accountId),
    state: {
      failures: Number(row.failures),
      failedAt: Number(row.failed_at),
      total: Number(row.total),
      totalSince: Number(row.total_since),
    },
  }))
}

export async function findDeviceLane(
  storage: Storage,
  tokenHash: string,
  at: number,
): Promise<DeviceLane | undefined> {
  const row = await storage
    .tables<ThrottleTables>()
    .selectFrom('device_lanes')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    id: row.id as Id<'device-lane'>,
    accountId: row.account_id as Id<'account'>,
    expiresAt: Number(row.expires_at),
  }
}

export function insertDeviceLane(
  storage: Storage,
  lane: DeviceLane & { readonly tokenHash: string; readonly createdAt: number },
): Statement {
  return toStatement(
    storage.tables<ThrottleTables>().insertInto('device_lanes').values({
      id: lane.id,
      account_id: lane.accountId,
      token_hash: lane.tokenHash,
      created_at: lane.createdAt,
      expires_at: lane.expiresAt,
    }),
    1,
  )
}

/** Forgets every known device of an account. */
export function deleteDeviceLanes(storage: Storage, accountId: Id<'account'>): Statement {
  return toStatement(
    storage.tables<ThrottleTables>().deleteFrom('device_lanes').where('account_id', '=', accountId),
  )
}

/** Removes lanes that no longer hold anything back: no failure for a year, or a device that expired. */
export function sweepLanes(storage: Storage, at: number): readonly Statement[] {
  const db = storage.tables<ThrottleTables>()
  return [
    toStatement(db.deleteFrom('throttle').where('failed_at', '<', at - budgetYear)),
    toStatement(db.deleteFrom('device_lanes').where('expires_at', '<', at)),
  ]
}
