import type { Account } from '../accounts/index.ts'
import { isStillEnough, standingOf } from '../policy/index.ts'
import { freshProofs, type Session, type Stance, type Use } from '../sessions/index.ts'
import type { CircumstancesDeps } from './circumstances.ts'
import type { AuthenticationDeps } from './deps.ts'
import { signInNeed } from './sign-in-need.ts'
import { vouchFactor } from './visit.ts'

type StanceDeps = CircumstancesDeps & Pick<AuthenticationDeps, 'applications' | 'factors'>

/**
 * Whether what a session began with is enough for what policy demands now, of this account and whence it is used (R3).
 * What its owner has set up since asks for more at the next sign-in, and ends nothing.
 */
export async function stanceOf(
  deps: StanceDeps,
  session: Session,
  account: Account,
  use: Use,
): Promise<Stance> {
  // Without rules nothing asks for more than two factors, nor for anything else of them.
  if (deps.policy.rules.length === 0 && session.assurance >= 2) return { state: 'stands' }
  const application = await deps.applications.find(session.applicationId)
  if (application?.status !== 'active') return { state: 'fallen' }
  const need = await signInNeed(deps, { account, application, authenticators: [] }, use)
  const factors = session.factors.map((factor) => ({ factor, kinds: kindsOf(deps, factor) }))
  if (!isStillEnough(need, { ...session, factors })) return { state: 'fallen' }
  if (need.fresh === Number.POSITIVE_INFINITY) return { state: 'stands' }
  const fresh = standingOf(freshProofs(session, need.fresh, deps.storage.clock.now()))
  if (isStillEnough(need, fresh)) return { state: 'stands' }
  const { because, fresh: within, assurance } = need
  return { state: 'lapsed', wanted: { because, within, assurance } }
}

/** What a vouch stood for is known; a factor that is not known any more is something held. */
function kindsOf({ factors }: StanceDeps, factor: string) {
  return (
    factors.find(factor)?.traits.kinds ?? (factor === vouchFactor ? ['knows' as const] : ['has' as const])
  )
}
