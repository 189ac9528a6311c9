import type { AuditEntry, Statement } from '../booking.ts'
import type { LaneSource } from '../lane.ts'

/** A booking on its way to the writer's thread. */
export interface Unit {
  readonly number: number
  readonly statements: readonly Statement[]
  readonly events: readonly AuditEntry[]
  /** In milliseconds of `sharedClock`. */
  readonly expires: number
}

/** What became of one unit; `cause` is for the log. */
export interface UnitResult {
  readonly number: number
  readonly outcome: 'booked' | 'refused' | 'expired' | 'failed' | 'unavailable'
  readonly cause?: string
}

export type ToWorker = { readonly units: readonly Unit[] } | 'close'
export type FromWorker = { readonly results: readonly UnitResult[] }

/** What the worker is started with. */
export interface WriterSettings {
  readonly file: string
  readonly busyTimeout: number
  readonly lane: LaneSource | undefined
}

/** Monotonic milliseconds, the same in every thread of this process. */
export function sharedClock(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
