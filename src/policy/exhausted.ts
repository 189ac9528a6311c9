import type { Deferral } from './facts.ts'
import { mostSkips, waitingOf } from './grace.ts'
import { gracesIn, type PolicyConfig } from './policy.ts'

/**
 * Of all that may wait under a policy what an account has put off for the last time. Whoever looks at many accounts
 * need know no more of what each has put off.
 */
export function exhaustedAmong(
  policy: PolicyConfig,
  deferrals: readonly Deferral[],
  at: number,
): readonly string[] {
  return gracesIn(policy).flatMap(([demand, terms]) => {
    const deferral = deferrals.find((one) => one.demand === demand)
    return deferral && !waitingOf(demand, terms, deferral, { at, stands: false }) ? [demand] : []
  })
}

/** Deferrals that say the same, at any time. */
export function exhausted(demands: readonly string[]): readonly Deferral[] {
  return demands.map((demand) => ({ demand, since: 0, times: mostSkips, countedAt: 0, lastAt: 0 }))
}
