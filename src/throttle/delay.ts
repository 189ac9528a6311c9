import { clockTolerance } from '../kernel/clock.ts'

const freeFailures = 5
const firstDelay = 30_000
const longestDelay = 3_600_000

/** Milliseconds to wait after so many consecutive failures: 30 s from the fifth, doubling up to an hour (decision 2). */
export function delayAfter(failures: number): number {
  if (failures < freeFailures) return 0
  return Math.min(firstDelay * 2 ** (failures - freeFailures), longestDelay)
}

/**
 * Milliseconds still to wait at `at`; 0 when a try is due. A failure further ahead than a clock can be was booked
 * before the clock was set back: it holds up nobody, for the wait would last until that time has come again (G14).
 */
export function waitLeft(failures: number, failedAt: number | undefined, at: number): number {
  const delay = delayAfter(failures)
  if (failedAt === undefined || failedAt > at + clockTolerance) return 0
  return Math.max(0, Math.min(failedAt + delay - at, delay))
}
