import type { Account } from '../accounts/index.ts'
import type { Referral } from '../admissions/index.ts'
import { canonicalName } from '../directories/index.ts'
import type { Transaction } from '../factors/factor.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'
import type { Proved } from '../policy/index.ts'
import type { Session } from '../sessions/index.ts'
import { type AuditEntry, cleanText, type Statement } from '../storage/index.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { attemptExpired, attemptNotFound, busy } from './errors.ts'
import { ownerOf } from './owner.ts'
import { wishOf } from './refer.ts'
import { type Attempt, type AttemptPurpose, attemptLifetime } from './schema.ts'
import { isProvedIn, type SituationDeps, situationOf } from './situation.ts'
import { vouchOf } from './visit.ts'

type StartDeps = Pick<
  AuthenticationDeps,
  'storage' | 'random' | 'box' | 'accounts' | 'applications' | 'attempts' | 'policy'
>

type StepUpDeps = StartDeps & SituationDeps & Pick<AuthenticationDeps, 'sessions'>

export interface StartInput {
  /** As the person typed it; left out where a proof is to name them: a passkey, a card. */
  readonly account?: string | undefined
  readonly applicationId: Id<'application'>
  /** The application says that it has judged the first factor; its scope was checked by the door (R7). */
  readonly vouched?: boolean
  /** The application that has sent the browser to our pages, in the place of `applicationId`. */
  readonly referral?: Referral | undefined
  /** What the account is to approve; left out where somebody is to sign in. Nobody is signed in by it (C-12). */
  readonly transaction?: Transaction | undefined
  /** The application wants to hear yes or no, and nobody is to hold a session. */
  readonly verifies?: boolean
  readonly surroundings: Surroundings
}

export interface Started {
  readonly attempt: Attempt
  /** Shown once; whoever holds it drives the attempt. It is no session (G4). */
  readonly secret: string
}

/** Starts a sign-in, or the approval of a transaction. For a name that nobody has, all goes on as if there were such an account. */
export async function startAttempt(deps: StartDeps, input: StartInput): Promise<Started> {
  const typedName = input.account ?? ''
  const name = canonicalName(typedName)
  const found = name.valid ? await deps.accounts.findByName(name.key) : undefined
  const account = found?.status === 'active' ? found : undefined
  const vouched = input.vouched ? { vouchedBy: input.applicationId } : {}
  return openAttempt(deps, {
    account,
    typedName,
    applicationId: input.referral?.applicationId ?? input.applicationId,
    ...(input.referral ? { referralId: input.referral.id } : {}),
    ...(input.transaction
      ? { purpose: 'transaction', transaction: input.transaction }
      : { purpose: input.verifies ? 'verify' : 'sign-in' }),
    ...vouched,
  })
}

/**
 * Starts a fresh round for someone who is signed in; completing it replaces the session (RFC 9470, C-04). What they
 * have proved just now counts, so that only what is missing is asked for; it never is enough alone.
 */
export async function startStepUp(
  deps: StepUpDeps,
  session: Session,
  surroundings?: Surroundings,
  /** The application for which it is asked. */
  referral?: Referral,
): Promise<Started> {
  const account = await deps.accounts.find(session.accountId)
  if (account?.status !== 'active' || account.epoch !== session.epoch) throw attemptNotFound()
  const input: OpenInput = {
    account,
    typedName: account.name,
    applicationId: referral?.applicationId ?? session.applicationId,
    purpose: 'step-up',
    sessionId: session.id,
    ...(referral ? { referralId: referral.id } : {}),
  }
  const carrying = { ...input, proved: carriedProofs(deps, session, referral) }
  const situation = await situationOf(deps, newAttempt(deps, carrying), surroundings)
  return openAttempt(deps, isProvedIn(situation) ? input : carrying)
}

/** What of a session need not be proved once more, also for the application that asks. */
function carriedProofs(
  deps: StepUpDeps,
  session: Session,
  referral: Referral | undefined,
): readonly Proved[] {
  const fresh = deps.sessions.freshProofs(session)
  if (!referral) return fresh
  const { createdAt: since } = referral
  const within = wishOf(referral.wishes, { now: deps.storage.clock.now(), since })?.fresh
  return within === undefined ? fresh : fresh.filter(({ at }) => deps.storage.clock.now() - at <= within)
}

export interface OpenInput {
  readonly account: Account | undefined
  readonly typedName: string
  readonly applicationId: Id<'application'>
  readonly purpose: AttemptPurpose
  readonly vouchedBy?: Id<'application'>
  readonly invitationId?: Id<'invitation'>
  readonly forgotten?: Id<'authenticator'>
  readonly sessionId?: Id<'session'>
  readonly referralId?: Id<'referral'>
  readonly transaction?: Transaction
  /** What was proved before it began. */
  readonly proved?: readonly Proved[]
  /** Booked with the attempt, or not at all. */
  readonly statements?: readonly Statement[]
  readonly events?: readonly AuditEntry[]
}

/** Books a new attempt. Used by every purpose, so that all of them bind the same things. */
export async function openAttempt(deps: StartDeps, input: OpenInput): Promise<Started> {
  const attempt = newAttempt(deps, input)
  const secret = newToken('spa', deps.random)
  const statements = [
    ...(input.statements ?? []),
    deps.attempts.insert(attempt, hashToken(secret)),
    ...deps.attempts.trim(attempt.ownerKey),
  ]
  const { events = [] } = input
  const outcome = await deps.storage.book({ statements, events, locks: [attempt.ownerKey] })
  if (outcome === 'refused') throw busy()
  return { attempt, secret }
}

function newAttempt(deps: StartDeps, input: OpenInput): Attempt {
  const { account } = input
  const clock = deps.storage.clock
  const now = clock.now()
  const id = newId<'attempt'>({ clock, random: deps.random })
  // An attempt of nobody yet is counted like one of a name that nobody has: each under a name of its own.
  const owner = ownerOf(deps.box, account, input.typedName || id)
  return {
    id,
    accountId: account?.id,
    ownerKey: owner.key,
    accountName: cleanText(input.typedName.slice(0, 256)),
    applicationId: input.applicationId,
    purpose: input.purpose,
    proved: input.vouchedBy ? [vouchOf({ id: input.vouchedBy }, now)] : (input.proved ?? []),
    vouchedBy: input.vouchedBy,
    invitationId: input.invitationId,
    forgotten: input.forgotten,
    sessionId: input.sessionId,
    referralId: input.referralId,
    transaction: input.transaction,
    failures: 0,
    epoch: account?.epoch ?? 0,
    version: 1,
    createdAt: now,
    expiresAt: now + attemptLifetime,
    completedAt: undefined,
  }
}

/** The attempt behind a secret, while it lives. */
export async function findLivingAttempt(
  deps: Pick<AuthenticationDeps, 'storage' | 'attempts'>,
  secret: string | undefined,
): Promise<Attempt | undefined> {
  const attempt = secret?.startsWith('spa_') ? await deps.attempts.find(hashToken(secret)) : undefined
  return attempt && lives(deps, attempt) ? attempt : undefined
}

/** The same; throws `attempt.not-found` or `attempt.expired`. */
export async function livingAttempt(
  deps: Pick<AuthenticationDeps, 'storage' | 'attempts'>,
  secret: string | undefined,
): Promise<Attempt> {
  const attempt = secret?.startsWith('spa_') ? await deps.attempts.find(hashToken(secret)) : undefined
  if (!attempt) throw attemptNotFound()
  if (!lives(deps, attempt)) throw attemptExpired()
  return attempt
}

function lives(deps: Pick<AuthenticationDeps, 'storage'>, attempt: Attempt): boolean {
  return attempt.completedAt === undefined && attempt.expiresAt > deps.storage.clock.now()
}
