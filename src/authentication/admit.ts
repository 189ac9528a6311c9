import type { Account } from '../accounts/index.ts'
import {
  type AdmissionRow,
  type GivenUp,
  offlineLifetime,
  type Referral,
  type Wishes,
} from '../admissions/index.ts'
import { type Application, portalId } from '../applications/index.ts'
import { type Id, newId } from '../kernel/ids.ts'
import type { Reason, StandIn, Wish } from '../policy/index.ts'
import type { Session } from '../sessions/index.ts'
import type { AuditEntry } from '../storage/index.ts'
import { type Admission, sealAdmission } from './admission.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { busy, referralOver } from './errors.ts'
import { whenceReferred, wishOf } from './refer.ts'
import { restsOn } from './rests-on.ts'
import { type StanceDeps, stanceFor } from './stance.ts'
import { type Barred, barredThere } from './standing-there.ts'

export type AdmitDeps = StanceDeps &
  Pick<
    AuthenticationDeps,
    | 'storage'
    | 'random'
    | 'accounts'
    | 'sessions'
    | 'referrals'
    | 'admissions'
    | 'directories'
    | 'directoryBooks'
    | 'invitations'
  >

export interface AdmitInput {
  /** Of our own pages, or one that was made for this very application, as the browser's cookie has it. */
  readonly sessionToken: string | undefined
  readonly applicationId: Id<'application'>
  readonly door: string
  readonly wishes: Wishes
  /** The way that the browser has just come back from; used up by letting it in. */
  readonly referral?: string | undefined
  /** What is handed out may outlive the session. */
  readonly offline?: boolean | undefined
  readonly surroundings: Surroundings
}

/** sign-in: nobody is signed in here · step-up: more has to be proved · denied: a rule lets nobody in here now. */
type Refused = 'sign-in' | 'step-up' | 'denied'

export type AdmitResult =
  | { readonly admitted: Admission; readonly refused?: undefined }
  | { readonly admitted?: undefined; readonly refused: Refused }
  /** Whoever was sent has said no, and no session that the browser still has says yes in their stead. */
  | { readonly admitted?: undefined; readonly refused: 'given-up'; readonly because: GivenUp }

/**
 * Lets whoever is signed in at our pages in to an application, if policy says for that application, from there and
 * now, that what they have proved is enough (R3). Throws `referral.over` for a way back that was used.
 */
export async function admit(deps: AdmitDeps, input: AdmitInput): Promise<AdmitResult> {
  const referral = input.referral === undefined ? undefined : await ownReferral(deps, input, input.referral)
  if (referral?.givenUp) return { refused: 'given-up', because: referral.givenUp }
  const judged = await judgeAdmission(deps, input, referral)
  if (!judged.found) return { refused: judged.refused }
  const barred = await barredThere(deps, judged.found.account)
  if (barred) return keepOut(deps, judged.found.account, barred)
  return { admitted: await bookAdmission(deps, input, { ...judged.found, referral }) }
}

/** Whoever may not sign in where they come from is let in to nothing, whatever session they still have (R12). */
async function keepOut(
  deps: AdmitDeps,
  { id }: Account,
  { statements, events }: Barred,
): Promise<{ readonly refused: 'denied' }> {
  if (statements.length > 0) await deps.storage.book({ statements, events, locks: [id] })
  return { refused: 'denied' }
}

export interface Peeked {
  readonly state: Refused | 'ready'
  /** Who is signed in at our pages. */
  readonly account?: Account | undefined
  /** Why a rule lets them in nowhere near it. */
  readonly because?: readonly Reason[] | undefined
}

/** How a browser on its way stands: what its page shows. Nothing is booked, and nobody let in. */
export async function peekReferral(
  deps: AdmitDeps,
  referral: Referral,
  seen: Pick<AdmitInput, 'sessionToken' | 'surroundings'>,
): Promise<Peeked> {
  const judged = await judgeAdmission(deps, { ...referral, ...seen }, referral)
  if (judged.found) return { state: 'ready', account: judged.found.account }
  const { refused: state, account, because } = judged
  return { state, account, because }
}

type Judged =
  | { readonly found: Omit<Admitting, 'referral'> }
  | (Omit<Peeked, 'state'> & { readonly found?: undefined; readonly refused: Refused })

async function judgeAdmission(
  deps: AdmitDeps,
  input: Omit<AdmitInput, 'referral' | 'offline'>,
  referral: Referral | undefined,
): Promise<Judged> {
  const [signedIn, application] = await Promise.all([
    livingSession(deps, input),
    deps.applications.find(input.applicationId),
  ])
  if (application?.status !== 'active') return { refused: 'denied' }
  if (!signedIn) return { refused: 'sign-in' }
  const now = deps.storage.clock.now()
  const stance = await stanceFor(deps, signedIn.session, {
    account: signedIn.account,
    application,
    use: whenceReferred(input.surroundings, input),
    wish: wishOf(input.wishes, { now, since: referral?.createdAt }),
  })
  if (stance.state === 'stands') return { found: { ...signedIn, application, browser: stance.browser } }
  const because = stance.state === 'fallen' ? stance.denied : undefined
  return { refused: because ? 'denied' : 'step-up', account: signedIn.account, because }
}

/** A way back is good for the application and the door that sent the browser, and for no other. */
async function ownReferral(
  deps: AdmitDeps,
  { applicationId, door }: AdmitInput,
  token: string,
): Promise<Referral> {
  const referral = await deps.referrals.findReturning(token)
  if (referral?.applicationId !== applicationId || referral.door !== door) throw referralOver()
  return referral
}

/** Of our own pages, or of the application itself; and of whom it has to be. */
async function livingSession(
  deps: AdmitDeps,
  { sessionToken, applicationId, wishes }: Pick<AdmitInput, 'sessionToken' | 'applicationId' | 'wishes'>,
) {
  const session = await deps.sessions.findLiving(sessionToken)
  if (session?.applicationId !== portalId && session?.applicationId !== applicationId) return undefined
  const account = await deps.accounts.find(session.accountId)
  if (account?.status !== 'active') return undefined
  return wishes.account === undefined || wishes.account === account.key ? { session, account } : undefined
}

interface Admitting {
  readonly session: Session
  readonly account: Account
  readonly application: Application
  /** That stood in for a second factor. */
  readonly browser: StandIn | undefined
  readonly referral: Referral | undefined
}

async function bookAdmission(deps: AdmitDeps, input: AdmitInput, admitting: Admitting): Promise<Admission> {
  const { session, account, application, referral } = admitting
  const at = deps.storage.clock.now()
  const rests = await restsOn(deps, { ...admitting, at }, input.surroundings)
  const row: AdmissionRow = {
    id: newId<'admission'>({ clock: deps.storage.clock, random: deps.random }),
    accountId: account.id,
    applicationId: application.id,
    door: input.door,
    sessionId: session.id,
    completionId: session.completionId,
    epoch: session.epoch,
    begun: begunOf(session),
    offline: input.offline ?? false,
    createdAt: at,
    expiresAt: input.offline ? at + offlineLifetime : session.expiresAt,
  }
  const outcome = await deps.storage.book({
    statements: [
      deps.accounts.expectActiveEpoch(account.id, session.epoch),
      deps.sessions.expectLiving(session.id),
      ...(referral ? [deps.referrals.spend(referral.id, at)] : []),
      deps.admissions.insert(row),
    ],
    events: [admittedEvent(row, input, rests)],
    locks: [account.id],
  })
  if (outcome === 'refused') throw busy()
  return sealAdmission(row, { account, application })
}

function begunOf(session: Session): AdmissionRow['begun'] {
  const { assurance, amr, phishingResistant, userVerified, factors, proved } = session
  const { authenticators, rememberedBrowserId, authenticatedAt } = session
  return {
    ...{ assurance, amr, phishingResistant, userVerified, factors, proved },
    ...{ authenticators, rememberedBrowserId, authenticatedAt },
  }
}

function admittedEvent(
  row: AdmissionRow,
  { surroundings }: AdmitInput,
  rests: AuditEntry['details'],
): AuditEntry {
  return {
    at: row.createdAt,
    event: 'application.admitted',
    outcome: 'accepted',
    actor: row.accountId,
    accountId: row.accountId,
    applicationId: row.applicationId,
    ...(surroundings.source ? { source: surroundings.source } : {}),
    details: {
      door: row.door,
      assurance: row.begun.assurance,
      factors: row.begun.factors.join(' '),
      ...rests,
      ...(row.offline ? { offline: true } : {}),
    },
  }
}

/**
 * Whether somebody who was let in still is: decided anew, from live rows, each time (R3). Undefined once their session
 * or account has ended, what they proved it with is gone, or policy asks for more.
 */
export async function stillAdmitted(
  deps: AdmitDeps,
  id: Id<'admission'>,
  use: Surroundings,
  wish?: Wish,
): Promise<Admission | undefined> {
  const row = await deps.admissions.find(id)
  if (!row) return undefined
  const [account, application, session] = await Promise.all([
    deps.accounts.find(row.accountId),
    deps.applications.find(row.applicationId),
    row.offline ? undefined : deps.sessions.findLivingById(row.sessionId),
  ])
  if (account?.status !== 'active' || account.epoch !== row.epoch) return undefined
  if (!session && !(row.offline && (await hasAuthenticators(deps, row)))) return undefined
  if (application?.status !== 'active') return undefined
  const seen = whenceReferred(use, row)
  const stance = await stanceFor(deps, row.begun, { account, application, use: seen, wish })
  if (stance.state !== 'stands') return undefined
  if (session) await deps.sessions.keepWarm(session)
  return sealAdmission(row, { account, application })
}

/** What outlives its session ends with what it was proved with, as the session would. */
async function hasAuthenticators(deps: AdmitDeps, { accountId, begun }: AdmissionRow): Promise<boolean> {
  const rows = await deps.authenticators.ofAccount(accountId)
  return begun.authenticators.every((id) => rows.some((row) => row.id === id && row.status === 'active'))
}
