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
 * Corrects the clock by what the database says (G14): all nodes then agree on expiry. When this machine's clock is
 * set, the monotonic one carries on until the next measurement, which follows at once. Jumps of either are told.
 */
export function measureClock(deps: {
  readonly clock: Clock
  /** The database's epoch milliseconds. */
  readonly readTime: () => Promise<number>
  readonly onJump: (milliseconds: number) => void
}): MeasuredClock {
  const { clock, readTime, onJump } = deps
  const drift = () => clock.now() - clock.monotonic()
  let offset = 0
  let ownDrift = drift()
  let theirDrift: number | undefined
  let measuring: Promise<void> | undefined

  async function measureOnce(): Promise<void> {
    const sent = clock.monotonic()
    const theirs = await readTime().catch(() => undefined)
    if (theirs === undefined) return
    const received = clock.monotonic()
    const measured = theirs - (sent + received) / 2
    if (theirDrift !== undefined) report(measured - theirDrift)
    theirDrift = measured
    ownDrift = drift()
    offset = Math.round(measured - ownDrift)
  }

  function report(jump: number): void {
    if (Math.abs(jump) > noticedJump) onJump(Math.round(jump))
  }

  function measure(): Promise<void> {
    measuring ??= measureOnce().finally(() => {
      measuring = undefined
    })
    return measuring
  }

  function now(): number {
    const jumped = drift() - ownDrift
    if (Math.abs(jumped) <= noticedJump) return clock.now() + offset
    if (!measuring) report(jumped)
    void measure()
    return Math.round(clock.now() - jumped) + offset
  }

  const timer = setInterval(measure, interval)
  timer.unref()
  return {
    clock: { now, monotonic: () => clock.monotonic() },
    offset: () => offset,
    measure,
    stop: () => clearInterval(timer),
  }
}

/** Tells when the wall clock moves by itself, where it is the only one there is; returns what stops it. */
export function watchClock(clock: Clock, onJump: (milliseconds: number) => void): () => void {
  let before = clock.now() - clock.monotonic()
  const timer = setInterval(() => {
    const drift = clock.now() - clock.monotonic()
    if (Math.abs(drift - before) > noticedJump) onJump(Math.round(drift - before))
    before = drift
  }, interval)
  timer.unref()
  return () => clearInterval(timer)
}
