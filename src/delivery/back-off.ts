import type { SendFailure } from './transport.ts'

const first = 30_000
const longest = 3_600_000
const afterRejection = 6 * 3_600_000

/** What lives ten minutes is tried again after ten seconds: a code is no use after its time. */
const shareOfLife = 60

/** How long one worker owns a message; longer than any transport's patience. */
export const leaseTime = 120_000

/** How long a gateway rests after it could not be reached. */
export const restTime = 15_000

/**
 * Milliseconds until the next try: 30 s after the first, sooner for what does not live long, doubling up to an hour;
 * six hours where we were rejected.
 */
export function backOff(attempts: number, lifetime: number, failure?: SendFailure): number {
  if (failure === 'rejected') return afterRejection
  return Math.min(Math.min(first, lifetime / shareOfLife) * 2 ** (attempts - 1), longest)
}
