/** Where time comes from. Handed in by constructor, so that tests may hold it still and nodes may share one. */
export interface Clock {
  /** Wall time, epoch milliseconds; on PostgreSQL corrected towards the database's clock (G14). */
  now(): number
  /** Milliseconds that only grow, from an arbitrary start; for deadlines inside this process. */
  monotonic(): number
}

/** Milliseconds by which the clocks of nodes may differ. */
export const clockTolerance = 60_000

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
}
