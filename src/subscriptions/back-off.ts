const minute = 60_000
const hour = 60 * minute

/** Milliseconds after each failed try: eight more tries, the last about a day after the event. */
const pauses = [5_000, 30_000, 2 * minute, 10 * minute, hour, 3 * hour, 8 * hour, 12 * hour]

/** How long one worker owns a message; longer than its patience with the other side. */
export const leaseTime = 60_000

/** How long a subscriber is left alone after it could not be reached, or said that it is not well. */
export const restTime = 15_000

/** How long nothing may be taken before it is given up. */
export const longestFailure = 5 * 24 * hour

/** Milliseconds until the next try, or undefined: that was the last. */
export function backOff(attempts: number): number | undefined {
  return pauses[attempts - 1]
}
