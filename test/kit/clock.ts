import type { Clock } from '../../src/kernel/clock.ts'

/** A wall clock that stands until it is told otherwise; its monotonic side is the real one. */
export interface TestClock extends Clock {
  set(at: number): void
  advance(milliseconds: number): void
}

/** 2027-01-15T08:00:00Z, at the start of a 30-second step. */
export const noon = 1_800_000_000_000

export function fixedClock(at = noon): TestClock {
  let now = at
  return {
    now: () => now,
    monotonic: () => performance.now(),
    set: (to) => {
      now = to
    },
    advance: (milliseconds) => {
      now += milliseconds
    },
  }
}
