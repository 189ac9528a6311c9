import type { Account } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import {
  type Attempt,
  enrollable,
  factsOf,
  inScope,
  lastingRequirement,
  livingAttempt,
  type Rebind,
  type Surroundings,
  signsInHere,
  situationOf,
} from '../authentication/index.ts'
import type { Authenticator } from '../authenticators/index.ts'
import { barOf } from '../policy/index.ts'
import type { Session } from '../sessions/index.ts'
import type { EnrolmentDeps } from './deps.ts'
import { enrolmentNotAllowed, invitationNeeded, lostNotNamed, weakerThanLost } from './errors.ts'
import { ownAccountAtBar } from './own-account.ts'
import { ownRebind, replacementsFor, requireNotDenied } from './rebind.ts'

/**
 * Who may bind something to an account: its owner, freshly signed in at the bar; an attempt that must enrol; whoever
 * replaces what they lost; or an operator with the rights of the service or an administrator, whose authenticator counts only once its owner
 * proved it.
 */
export type Authority =
  | { readonly by: 'session'; readonly session: Session }
  | { readonly by: 'attempt'; readonly secret: string }
  | { readonly by: 'rebind'; readonly token: string | undefined }
  | {
      readonly by: 'operator'
      readonly actor: string
      readonly account: Account
      readonly application: Application | undefined
    }

/** A rebind, and the authenticator that its owner says is lost. */
export interface Replacing {
  readonly rebind: Rebind
  readonly lost: Authenticator
}

/** An authority that was checked against live rows just now. */
export interface Standing {
  readonly account: Account
  readonly application: Application
  /** What the account has in this application's scope. */
  readonly authenticators: readonly Authenticator[]
  readonly attempt: Attempt | undefined
  readonly session: Session | undefined
  /** What is used up by the binding, and what it takes the place of. */
  readonly replacing: Replacing | undefined
  readonly actor: string
  readonly operator: boolean
}

/** Checks the authority for one factor, at the start and again at the confirmation (R2, G10). */
export async function standingFor(
  deps: EnrolmentDeps,
  { authority, surroundings }: { readonly authority: Authority; readonly surroundings: Surroundings },
  factor: string,
): Promise<Standing> {
  if (authority.by === 'attempt') return standingOfAttempt(deps, authority.secret, factor, surroundings)
  if (authority.by === 'rebind') return standingOfRebind(deps, authority.token, factor, surroundings)
  if (authority.by === 'operator') return standingOfOperator(deps, authority)
  return standingOfSession(deps, authority.session, factor)
}

async function standingOfAttempt(
  deps: EnrolmentDeps,
  secret: string,
  factor: string,
  surroundings: Surroundings,
): Promise<Standing> {
  const situation = await situationOf(deps, await livingAttempt(deps, secret), surroundings)
  const { attempt, account, application, authenticators } = situation
  const allowed = enrollable(deps, situation)
  if (!account || !allowed) throw enrolmentNotAllowed()
  if (!allowed.includes(factor)) throw allowed.length === 0 ? invitationNeeded() : enrolmentNotAllowed()
  return {
    account,
    application: signsInHere(attempt) ? await deps.portal() : application,
    authenticators,
    attempt,
    session: undefined,
    replacing: undefined,
    actor: account.id,
    operator: false,
  }
}

async function standingOfSession(deps: EnrolmentDeps, session: Session, factor: string): Promise<Standing> {
  const { account, application, authenticators } = await ownAccountAtBar(deps, session)
  const here = inScope(authenticators, application)
  const { confirmed } = factsOf(deps.factors, account, application, here, false)
  const { enrolment } = await lastingRequirement(deps, { account, application, authenticators: here })
  const traits = deps.factors.find(factor)?.traits
  // A password may always be changed; what begins a sign-in beside it is bound like anything else (R2).
  const changesPassword = traits?.first && !traits.opens
  if (!changesPassword && enrolment === 'by-invitation') throw invitationNeeded()
  // A way of recovery lives beside a second factor only: made earlier, it would outlive the day that one is set up (V-46).
  if (traits?.role === 'recovery' && barOf(confirmed) < 2) throw enrolmentNotAllowed()
  return {
    account,
    application,
    authenticators: here,
    attempt: undefined,
    session,
    replacing: undefined,
    actor: account.id,
    operator: false,
  }
}

/** Binds one that is no weaker than the lost one, which leaves its place free (R11). */
async function standingOfRebind(
  deps: EnrolmentDeps,
  token: string | undefined,
  factor: string,
  surroundings: Surroundings,
): Promise<Standing> {
  const own = await ownRebind(deps, token)
  await requireNotDenied(deps, own, surroundings)
  const { rebind, account, application, authenticators, lost } = own
  if (!lost) throw lostNotNamed()
  if (!replacementsFor(deps, lost).some(({ id }) => id === factor)) throw weakerThanLost()
  return {
    account,
    application,
    authenticators: authenticators.filter((row) => row !== lost),
    attempt: undefined,
    session: undefined,
    replacing: { rebind, lost },
    actor: account.id,
    operator: false,
  }
}

async function standingOfOperator(
  deps: EnrolmentDeps,
  authority: Extract<Authority, { by: 'operator' }>,
): Promise<Standing> {
  const application = authority.application ?? (await deps.portal())
  const all = await deps.authenticators.ofAccount(authority.account.id)
  return {
    account: authority.account,
    application,
    authenticators: inScope(all, application),
    attempt: undefined,
    session: undefined,
    replacing: undefined,
    actor: authority.actor,
    operator: true,
  }
}
