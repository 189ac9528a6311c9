import type { AuditEntry, Statement } from './booking.ts'
import type { Dialect } from './storage.ts'

/**
 * Writes what a group of bookings says of itself into the audit trail (R16). It belongs to one writer, and runs
 * where that writer runs: in the SQLite worker, or beside one PostgreSQL connection.
 */
export interface AuditLane {
  /** The statements that add these entries; they run in the group's own transaction, all or none. */
  append(entries: readonly AuditEntry[]): readonly Statement[]
  /** What became of the transaction of the last `append`; `lost`: the lane is not where it was left, begin another. */
  settle(outcome: 'committed' | 'rolled-back' | 'lost'): void
}

/** Where lanes come from, as data: a function cannot travel to the worker. */
export interface LaneSource {
  /** URL of a module that exports `openLane` (see `LaneModule`). */
  readonly module: string
  /** What `openLane` is given; must survive structured cloning. */
  readonly options: unknown
}

export interface LaneModule {
  openLane(dialect: Dialect, options: unknown): AuditLane
}

/** Asked for when the first writer starts: by then the database was read, where the keys of the trail lie. */
export type LateLaneSource = LaneSource | (() => LaneSource)

export function laneSource(source: LateLaneSource | undefined): LaneSource | undefined {
  return typeof source === 'function' ? source() : source
}

/** Makes lanes of this source; without one, bookings may carry no events. */
export async function loadLanes(source: LaneSource | undefined, dialect: Dialect): Promise<() => AuditLane> {
  if (!source) return () => ({ append: refuseEntries, settle() {} })
  const { openLane } = (await import(source.module)) as LaneModule
  return () => openLane(dialect, source.options)
}

function refuseEntries(): never {
  throw new TypeError('A booking carries events, but the storage was opened without an audit lane')
}

/** The module of this name beside `from`: `.ts` among the sources, `.js` in the bundle, where it is an entry of its own. */
export function siblingModule(name: string, from: string): URL {
  return new URL(`./${name}${from.endsWith('.ts') ? '.ts' : '.js'}`, from)
}
