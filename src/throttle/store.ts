import { sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import { perShape, type Statement, type Storage, toStatement, type Value } from '../storage/index.ts'
import { budgetYear, laneOf } from './lanes.ts'
import type {
  DeviceLane,
  DeviceLanesTable,
  Lane,
  LaneState,
  ThrottleTable,
  ThrottleTables,
} from './schema.ts'

/** What each judged proof asks of the lanes and books there: compiled once. */
export function laneStore(storage: Storage) {
  const reads = perShape(({ lanes }: { readonly lanes: number }) => compileRead(storage, lanes))
  const failures = perShape((shape: FailureShape) => compileFailure(storage, shape))
  const cleared = storage.statement<{ id: string }, ThrottleTables>(({ id }, db) =>
    db.updateTable('throttle').set({ failures: 0 }).where('id', '=', id).where('failures', '>', 0),
  )

  const later = storage.statement<LaterValues, ThrottleTables>(
    ({ id, failures, failedAt }, db) =>
      db
        .updateTable('throttle')
        .set({ failures: sql`failures` })
        .where('id', '=', id)
        .where((or) => or.or([or('failures', '>', failures), or('failed_at', '>', failedAt)])),
    0,
  )

  const devices = storage.query<{ tokenHash: string; at: number }, ThrottleTables, DeviceLanesTable>(
    ({ tokenHash, at }, db) =>
      db
        .selectFrom('device_lanes')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', at),
  )

  return {
    /** The device, or the mailed link, that has this token; undefined where that is over. */
    async findDevice(tokenHash: string, at: number): Promise<DeviceLane | undefined> {
      const [row] = await devices({ tokenHash, at })
      return row && toDeviceLane(row)
    },

    /** The books of these lanes; a lane without failures has none. */
    async read(lanes: readonly Lane[]): Promise<ReadonlyMap<string, LaneState>> {
      const rows = await reads({ lanes: lanes.length })(Object.fromEntries(lanes.map(({ id }, i) => [i, id])))
      return new Map(rows.map((row) => [row.id, toState(row)]))
    },

    /**
     * Books one failure in a lane. Guarded by the budget, not by what was read before: parallel guesses each cost
     * one, and contention never starves the owner (R19).
     */
    failureIn({ id, accountId, tries, window, yearly }: Lane, at: number): Statement {
      const shape = { tries: tries !== undefined, window: window !== undefined, yearly: yearly !== undefined }
      const bind = failures(shape)
      const limits = { tries: tries ?? 0, windowAgo: at - (window ?? 0), yearly: yearly ?? 0 }
      return bind({ id, accountId: accountId ?? null, at, yearAgo: at - budgetYear, ...limits })
    },

    /** Holds while nothing was booked in a lane since its books were read: for what must not happen side by side. */
    expectNoFailureSince: ({ id }: Lane, read: LaneState | undefined): Statement =>
      later({ id, failures: read?.failures ?? 0, failedAt: read?.failedAt ?? 0 }),

    /** Forgets the consecutive failures of one lane after a success in it; the yearly budget stays (R19). */
    clear: ({ id }: Lane): Statement => cleared({ id }),
  }
}

/** The books of these lanes, for who has no store at hand: compiled anew each time. */
export function readLanes(storage: Storage, lanes: readonly Lane[]): Promise<ReadonlyMap<string, LaneState>> {
  return laneStore(storage).read(lanes)
}

function compileRead(storage: Storage, lanes: number) {
  return storage.query<Record<string, string>, ThrottleTables, ThrottleTable>((ids, db) => {
    const wanted = Array.from({ length: lanes }, (_, index) => ids[index] ?? '')
    return db.selectFrom('throttle').selectAll().where('id', 'in', wanted)
  })
}

/** Which limits a lane has. */
interface FailureShape {
  readonly tries: boolean
  readonly window: boolean
  readonly yearly: boolean
}

interface LaterValues extends Record<string, Value> {
  id: string
  failures: number
  failedAt: number
}

interface FailureValues extends Record<string, Value> {
  id: string
  accountId: string | null
  at: number
  yearAgo: number
  tries: number
  windowAgo: number
  yearly: number
}

function compileFailure(storage: Storage, shape: FailureShape) {
  return storage.statement<FailureValues, ThrottleTables>((lane, db) => {
    const windowEnded = shape.window
      ? sql<boolean>`throttle.failed_at <= ${lane.windowAgo}`
      : sql<boolean>`1 = 0`
    const yearEnded = sql<boolean>`throttle.total_since <= ${lane.yearAgo}`
    return db
      .insertInto('throttle')
      .values({
        id: lane.id,
        account_id: lane.accountId,
        failures: 1,
        failed_at: lane.at,
        total: 1,
        total_since: lane.at,
      })
      .onConflict((conflict) => {
        const update = conflict.column('id').doUpdateSet({
          failures: sql`case when ${windowEnded} then 1 else throttle.failures + 1 end`,
          failed_at: lane.at,
          total: sql`case when ${yearEnded} then 1 else throttle.total + 1 end`,
          total_since: sql`case when ${yearEnded} then ${lane.at} else throttle.total_since end`,
        })
        const inTries = shape.tries
          ? update.where(sql<boolean>`(${windowEnded} or throttle.failures < ${lane.tries})`)
          : update
        return shape.yearly
          ? inTries.where(sql<boolean>`(${yearEnded} or throttle.total < ${lane.yearly})`)
          : inTries
      })
  }, 1)
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
    state: toState(row),
  }))
}

function toState(row: ThrottleTable): LaneState {
  return {
    failures: Number(row.failures),
    failedAt: Number(row.failed_at),
    total: Number(row.total),
    totalSince: Number(row.total_since),
  }
}

function toDeviceLane(row: DeviceLanesTable): DeviceLane {
  return {
    id: row.id as Id<'device-lane'>,
    accountId: row.account_id as Id<'account'>,
    expiresAt: Number(row.expires_at),
    mailed: row.mailed === 1,
  }
}

export function insertDeviceLane(
  storage: Storage,
  lane: DeviceLane & { readonly tokenHash: string; readonly createdAt: number },
): Statement {
  return toStatement(
    storage
      .tables<ThrottleTables>()
      .insertInto('device_lanes')
      .values({
        id: lane.id,
        account_id: lane.accountId,
        token_hash: lane.tokenHash,
        mailed: lane.mailed ? 1 : 0,
        created_at: lane.createdAt,
        expires_at: lane.expiresAt,
      }),
    1,
  )
}

/** Its owner has signed in there and was told of it, once. */
export function settleDeviceLane(storage: Storage, id: Id<'device-lane'>): Statement {
  return toStatement(
    storage
      .tables<ThrottleTables>()
      .updateTable('device_lanes')
      .set({ mailed: 0 })
      .where('id', '=', id)
      .where('mailed', '=', 1),
    1,
  )
}

/** Forgets one, once: refused where it is gone already. */
export function deleteDeviceLane(storage: Storage, id: Id<'device-lane'>): Statement {
  return toStatement(storage.tables<ThrottleTables>().deleteFrom('device_lanes').where('id', '=', id), 1)
}

/** Forgets every known device of an account. */
export function deleteDeviceLanes(storage: Storage, accountId: Id<'account'>): Statement {
  return toStatement(
    storage.tables<ThrottleTables>().deleteFrom('device_lanes').where('account_id', '=', accountId),
  )
}

const sourceKept = 24 * 3_600_000

/**
 * Removes lanes that no longer hold anything back: no failure for a year, or a device that expired. The lane of a
 * source holds back for an hour at most, and strangers have more addresses than we have room: it goes after a day
 * without a failure, which earns fewer tries than waiting in it would.
 */
export function sweepLanes(storage: Storage, at: number): readonly Statement[] {
  const db = storage.tables<ThrottleTables>()
  return [
    toStatement(db.deleteFrom('throttle').where('failed_at', '<', at - budgetYear)),
    toStatement(
      db
        .deleteFrom('throttle')
        .where('id', 'like', 'password|%|source|%')
        .where('failed_at', '<', at - sourceKept),
    ),
    toStatement(db.deleteFrom('device_lanes').where('expires_at', '<', at)),
  ]
}
