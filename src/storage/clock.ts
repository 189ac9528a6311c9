import type { Clock } from '../kernel/clock.ts'

/** Wall time as the database has it, measured anew again and again. */
export interface MeasuredClock {
  readonly clock: Clock
  /** Milliseconds by which the database is ahead of this machine, as last measured. */
  offset(): number
  /** Measures once, as the interval does. */
  measure(): Promise<void>
  stop(): void
}

const interval = 10_000
/** From here on a jump is told (F-14). */
const noticedJump = 5_000

/**
 * Corrects the clock by what the database says (G14): all nodes then agree on expiry. `readTime` gives the database's
 * epoch milliseconds, or undefined where the clock is the same machine's. A wall clock that moves against the
 * monotonic one by more than five seconds is told as a jump.
 */
export function measureClock(deps: {
  readonly clock: Clock
  readonly readTime: () => Promise<number>
  readonly onJump: (milliseconds: number) => void
}): MeasuredClock {
  const { clock, readTime, onJump } = deps
  let offset = 0
  let before: number | undefined

  async function measure(): Promise<void> {
    const sent = clock.monotonic()
    const theirs = await readTime().catch(() => undefined)
    if (theirs === undefined) return
    const elapsed = clock.monotonic() - sent
    offset = Math.round(theirs - (clock.now() - elapsed / 2))
    const ahead = clock.now() + offset - clock.monotonic()
    if (before !== undefined && Math.abs(ahead - before) > noticedJump) onJump(Math.round(ahead - before))
    before = ahead
  }

  const timer = setInterval(measure, interval)
  timer.unref()
  return {
    clock: { now: () => clock.now() + offset, monotonic: () => clock.monotonic() },
    offset: () => offset,
    measure,
    stop: () => clearInterval(timer),
  }
}
