import type { Account } from '../accounts/index.ts'
import type { Begun } from '../admissions/index.ts'
import type { Application } from '../applications/index.ts'
import {
  isStillEnough,
  lessPutOff,
  type Requirement,
  type Standing,
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
  if (isEnoughWithoutRules(deps, session)) return { state: 'stands' }
  const application = await deps.applications.find(session.applicationId)
  if (application?.status !== 'active') return { state: 'fallen' }
  return stanceFor(deps, session, { account, application, use })
}

/** Without rules nothing asks for more than two factors, nor for anything else of them. */
function isEnoughWithoutRules({ policy }: StanceDeps, { assurance }: Begun): boolean {
  return policy.rules.length === 0 && assurance >= 2
}

/** The same for an application that asks about what was begun elsewhere, and may wish for more. */
export async function stanceFor(deps: StanceDeps, session: Begun, used: Used): Promise<Stance> {
  const { account, application, use, wish } = used
  if (!wish && isEnoughWithoutRules(deps, session)) return { state: 'stands' }
  if (session.rememberedBrowserId) return stanceAtBrowser(deps, session, used)
  const authenticators = restsOnMarks(deps, session) ? await firstFactorsOf(deps, account) : []
  const asked = await signInNeed(deps, { account, application, authenticators }, use, wish)
  const begun = begunWith(deps, session)
  // What was put off when a session began holds nothing against it for as long as its grace lasts.
  const need = lessPutOff(asked, (demand) => isStillEnough(demand, begun))
  if (!isStillEnough(need, begun)) return fallen(need)
  return isFreshEnough(deps, session, need, (fresh) => isStillEnough(need, fresh))
    ? { state: 'stands' }
    : lapsed(need)
}

/** Where it matters that a password has been found weak since: rules may speak of it, and then nothing waits (R2). */
function restsOnMarks({ policy }: StanceDeps, { assurance }: Begun): boolean {
  return assurance < 2 || policy.asksMarks || policy.asksDeferrals
}

/** Among them the password, with what was found of it. */
async function firstFactorsOf({ authenticators, factors }: StanceDeps, { id }: Account) {
  const own = await authenticators.ofAccount(id)
  return own.filter((row) => factors.find(row.factor)?.traits.first)
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
  if (asked.deny) return fallen(asked)
  const at = browser && { browser, subject: { accountId: account.id, epoch: account.epoch } }
  const begun = begunWith(deps, session)
  const need = lessPutOff(asked, (demand) => at !== undefined && isStillEnough(demand, begun, at))
  const stands = (shown: Standing) => at !== undefined && isStillEnough(need, shown, at)
  const enough = stands(begun) && isFreshEnough(deps, session, need, stands)
  return enough ? { state: 'stands' } : lapsed(need)
}

function isFreshEnough(
  { storage }: StanceDeps,
  session: Begun,
  need: Requirement,
  isEnough: (fresh: Standing) => boolean,
): boolean {
  if (need.fresh === Number.POSITIVE_INFINITY) return true
  return isEnough(standingOf(freshProofs(session, need.fresh, storage.clock.now())))
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

function begunWith(deps: StanceDeps, session: Begun): Standing {
  const factors = session.factors.map((factor) => ({ factor, kinds: kindsOf(deps, factor) }))
  return { ...session, factors }
}

/** What a vouch stood for is known; a factor that is not known any more is something held. */
function kindsOf({ factors }: StanceDeps, factor: string) {
  return (
    factors.find(factor)?.traits.kinds ?? (factor === vouchFactor ? ['knows' as const] : ['has' as const])
  )
}
