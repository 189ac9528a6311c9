import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../kernel/clock.ts'
import { allowanceSpent } from './errors.ts'

/** How fast, how often and how long a run may ask. */
export interface Bounds {
  /** Requests a second. */
  readonly rate: number
  /** Requests in all. */
  readonly most: number
  /** Milliseconds in all. */
  readonly within: number
}

/** Resolves when the next request may leave. Throws `probe.allowance` where none may any more. */
export type Allowance = () => Promise<void>

/** Requests leave one after another, evenly spaced: nobody's service is shaken by a burst. */
export function openAllowance(
  { rate, most, within }: Bounds,
  clock: Pick<Clock, 'monotonic'>,
  sleep: (milliseconds: number) => Promise<unknown> = wait,
): Allowance {
  const end = clock.monotonic() + within
  let next = clock.monotonic()
  let left = most
  return async () => {
    if (left-- <= 0) throw allowanceSpent()
    const due = Math.max(next, clock.monotonic())
    if (due > end) throw allowanceSpent()
    next = due + 1000 / rate
    while (clock.monotonic() < due) await sleep(Math.ceil(due - clock.monotonic()))
  }
}
