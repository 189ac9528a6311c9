import type { Id } from '../kernel/ids.ts'

export interface ThrottleTable {
  /** The lane: whose tries, and where they come from. */
  id: string
  account_id: string | null
  /** Consecutive failures; a success in this very lane clears them, no other does (R19). */
  failures: number
  failed_at: number
  /** Failures since `total_since`; a success never clears them (R19). */
  total: number
  total_since: number
}

export interface DeviceLanesTable {
  id: string
  account_id: string
  token_hash: string
  /** 1 where a mailed link let it in, and nobody has signed in there yet. */
  mailed: number
  created_at: number
  expires_at: number
}

export interface BudgetsTable {
  id: string
  spent: number
  /** When all of it is there again. */
  ends_at: number
}

export interface ThrottleTables {
  throttle: ThrottleTable
  device_lanes: DeviceLanesTable
  budgets: BudgetsTable
}

/** One lane's books. */
export interface LaneState {
  readonly failures: number
  readonly failedAt: number | undefined
  readonly total: number
  readonly totalSince: number
}

/** A known device of one account: it tries in a lane of its own, where nobody else can use up the tries. */
export interface DeviceLane {
  readonly id: Id<'device-lane'>
  readonly accountId: Id<'account'>
  readonly expiresAt: number
  /** A mailed link let it in, and its owner has not signed in there yet: it may be anybody's who reads their mail. */
  readonly mailed: boolean
}

/** Where a password try is counted, and what it may cost there. */
export interface Lane {
  readonly id: string
  readonly accountId: Id<'account'> | undefined
  /** Tries in a row before the lane is shut. */
  readonly tries?: number
  /** Milliseconds after the last failure until `tries` begin anew; without it they never do. */
  readonly window?: number
  /** Failures in a year before the lane is shut. */
  readonly yearly?: number
  /** Whether failures in a row make the next try wait. */
  readonly delays: boolean
}

/** So many of something within so long: messages to an address, links for an account. */
export interface Budget {
  /** What is counted and for whom: `contact-code|<account>`. */
  readonly id: string
  readonly limit: number
  /** Milliseconds from the first that counts to the moment when all are forgotten. */
  readonly window: number
}
