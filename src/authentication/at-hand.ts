import type { Factor, FactorId } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { AuthenticationDeps } from './deps.ts'

type HandDeps = Pick<AuthenticationDeps, 'authenticators'>

/** Whether there is something to set up: of what comes out of a pool one must lie there that this account may have. */
export async function isAtHand(
  { authenticators }: HandDeps,
  { id, traits }: Factor,
  accountId: Id<'account'>,
): Promise<boolean> {
  return !traits.pooled || authenticators.pool.holdsFor(id, accountId)
}

/** Those of some factors that are at hand, in their order. Asked only where something is about to be offered. */
export async function atHand(
  deps: HandDeps & Pick<AuthenticationDeps, 'factors'>,
  factors: readonly FactorId[],
  accountId: Id<'account'>,
): Promise<readonly FactorId[]> {
  const there = await Promise.all(
    factors.map(async (id) => {
      const factor = deps.factors.find(id)
      return factor !== undefined && (await isAtHand(deps, factor, accountId))
    }),
  )
  return factors.filter((_, index) => there[index])
}
