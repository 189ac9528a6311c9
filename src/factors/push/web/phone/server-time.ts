/** By how many milliseconds the server's clock is ahead of this phone's. */
let ahead = 0

/** Milliseconds from which on two clocks differ. */
const noticeable = 30_000

/** The time as the server sees it, as far as it has told. */
export function serverTime(): number {
  return Math.round(Date.now() + ahead)
}

/** Sets the clock by an answer of the server; true where it was off. */
export function learnTime(at: number): boolean {
  if (Math.abs(at - serverTime()) < noticeable) return false
  ahead = at - Date.now()
  return true
}
