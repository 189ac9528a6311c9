import type { Clock } from '../../kernel/clock.ts'
import { type Budgets, type Guard, refused } from '../guard.ts'

const day = 24 * 3_600_000
const interval = 30_000
const perAddress = 20
const perAccount = 20

/** Mail costs nothing but the patience of whoever gets it: one in half a minute, twenty a day. */
export function mailGuard(deps: {
  readonly clock: Clock
  readonly budgets: Budgets
  /** A keyed hash: addresses lie nowhere in clear. */
  readonly hash: (text: string) => string
}): Guard {
  const { clock, budgets, hash } = deps
  return async ({ to, accountId, notice }) => {
    if (notice) return { admitted: true, statements: [] }
    const at = clock.now()
    const address = hash(to)
    const pause = { id: `mail|pause|${address}`, limit: 1, window: interval }
    const daily = [
      { id: `mail|address|${address}`, limit: perAddress, window: day },
      ...(accountId ? [{ id: `mail|account|${accountId}`, limit: perAccount, window: day }] : []),
    ]
    const wait = await budgets.waitFor(daily, at)
    if (wait > 0) return refused('budget', wait)
    const pauseLeft = await budgets.waitFor([pause], at)
    if (pauseLeft > 0) return refused('interval', pauseLeft)
    return { admitted: true, statements: [pause, ...daily].map((budget) => budgets.take(budget, at)) }
  }
}
