import type { Account } from '../accounts/index.ts'
import type { Begun } from '../admissions/index.ts'
import type { Application } from '../applications/index.ts'
import type { Authenticator } from '../authenticators/index.ts'
import type { FactorList, Kind } from '../factors/factor.ts'
import {
  type Earlier,
  heldAgainst,
  isStillEnough,
  type Requirement,
  standingOf,
  type Wish,
} from '../policy/index.ts'
import { freshProofs, type Session, type Stance, type Use } from '../sessions/index.ts'
import type { CircumstancesDeps } from './circumstances.ts'
import type { AuthenticationDeps } from './deps.ts'
import { signInNeed } from './sign-in-need.ts'
import { holderOf, inScope } from './situation.ts'
import { vouchFactor } from './visit.ts'

export type StanceDeps = CircumstancesDeps &
  Pick<AuthenticationDeps, 'applications' | 'authenticators' | 'factors' | 'remembered'>

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
  if (isEnoughWithoutRules(deps, session) && !isVouched(session)) return { state: 'stands' }
  const application = await deps.applications.find(session.applicationId)
  if (application?.status !== 'active') return { state: 'fallen' }
  return stanceFor(deps, session, { account, application, use })
}

/** The same for an application that asks about what was begun elsewhere, and may wish for more. */
export async function stanceFor(deps: StanceDeps, session: Begun, used: Used): Promise<Stance> {
  const { account, application, use, wish } = used
  if (isVouched(session) && !application.vouches) return { state: 'fallen' }
  if (!wish && isEnoughWithoutRules(deps, session)) return { state: 'stands' }
  if (session.rememberedBrowserId) return stanceAtBrowser(deps, session, used)
  const authenticators = restsOnMarks(deps, session)
    ? firstFactorsAmong(deps.factors, await deps.authenticators.ofAccount(account.id))
    : []
  const asked = await signInNeed(deps, { account, application, authenticators }, use, wish)
  const { held, need } = heldAgainst(asked, earlierIn(deps, session), isStillEnough)
  if (held === 'met') return { state: 'stands' }
  return held === 'stale' ? lapsed(need) : fallen(need)
}

/** Without rules nothing asks for more than two factors, nor for anything else of them. */
function isEnoughWithoutRules({ policy }: StanceDeps, { assurance }: Begun): boolean {
  return policy.rules.length === 0 && assurance >= 2
}

/** An application's word is its own, and good for it alone, while it may give one (R7). */
function isVouched({ factors }: Begun): boolean {
  return factors.includes(vouchFactor)
}

/** Where it matters that a password has been found weak since: rules may speak of it, and then nothing waits (R2). */
function restsOnMarks({ policy }: StanceDeps, { assurance }: Begun): boolean {
  return assurance < 2 || policy.asksMarks || policy.asksDeferrals
}

/** Among them the password, with what was found of it. */
export function firstFactorsAmong(
  factors: FactorList,
  authenticators: readonly Authenticator[],
): readonly Authenticator[] {
  return authenticators.filter((row) => factors.find(row.factor)?.traits.first)
}

interface Used {
  readonly account: Account
  readonly application: Application
  readonly use: Use
  readonly wish?: Wish | undefined
}

/**
 * Where a browser stood in for a second factor it must stand itself, and policy must let it still, also in the place of
 * what the account has set up. Else a step-up brings what it stood in for.
 */
async function stanceAtBrowser(
  deps: StanceDeps,
  session: Begun,
  { account, application, use, wish }: Used,
): Promise<Stance> {
  const authenticators = inScope(await deps.authenticators.ofAccount(account.id), application)
  const id = session.rememberedBrowserId
  const holder = holderOf(account, {
    authenticators,
    ...(application.vouches && { vouchedBy: application.id }),
  })
  const [asked, browser] = await Promise.all([
    signInNeed(deps, { account, application, authenticators }, use, wish),
    id && deps.remembered.findStanding(id, holder),
  ])
  const at = browser && { browser, subject: { accountId: account.id, epoch: account.epoch } }
  const { held, need } = heldAgainst(
    asked,
    earlierIn(deps, session),
    (demand, shown) => at !== undefined && isStillEnough(demand, shown, at),
  )
  if (need.deny) return fallen(need)
  return browser && held === 'met' ? { state: 'stands', browser } : lapsed(need)
}

function fallen({ deny, because }: Requirement): Stance {
  return { state: 'fallen', ...(deny ? { denied: because } : {}) }
}

function lapsed({ because, fresh, assurance }: Requirement): Stance {
  return {
    state: 'lapsed',
    wanted: { because, assurance, ...(Number.isFinite(fresh) ? { within: fresh } : {}) },
  }
}

function earlierIn({ factors, storage }: StanceDeps, session: Begun): Earlier {
  const shown = session.factors.map((factor) => ({ factor, kinds: kindsShown(factors, factor) }))
  return {
    all: { ...session, factors: shown },
    within: (milliseconds) => standingOf(freshProofs(session, milliseconds, storage.clock.now())),
  }
}

/** Of what a session began with. What a vouch stood for is known; a factor that is not known any more is something held. */
export function kindsShown(factors: FactorList, factor: string): readonly Kind[] {
  return factors.find(factor)?.traits.kinds ?? (factor === vouchFactor ? ['knows'] : ['has'])
}
