/** By how many milliseconds the server's clock is ahead of this machine's. */
let ahead = 0

/** Milliseconds from which on two clocks differ: an answer takes its time, and its date knows whole seconds. */
const noticeable = 30_000

/** The time as the server sees it, as far as it has told: what it says of moments is held against its own clock. */
export function serverTime(): number {
  return Math.round(Date.now() + ahead)
}

/** Whether somebody who took the one moment for now is off by the other. */
export function isOff(taken: number, told: number): boolean {
  return Math.abs(told - taken) >= noticeable
}

/** Sets the clock by what the server has told to be now. */
export function learnTime(told: number): void {
  if (isOff(serverTime(), told)) ahead = told - Date.now()
}
