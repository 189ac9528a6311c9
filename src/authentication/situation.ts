import type { Account } from '../accounts/index.ts'
import type { Referral } from '../admissions/index.ts'
import type { Application } from '../applications/index.ts'
import { type Authenticator, openCandidate } from '../authenticators/index.ts'
import { isAsked } from '../directories/index.ts'
import { type Factor, type FactorList, isSecond, type Operation, type Traits } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import {
  type ConfirmedAuthenticator,
  decide,
  type Facts,
  isProved,
  mayRemember,
  type Policy,
  type Proved,
  type Recovered,
  type Requirement,
  recover,
  recoverPassword,
  type Satisfied,
  type Subject,
  satisfy,
  weakMark,
} from '../policy/index.ts'
import type { Holder, Recognition } from '../remembered/index.ts'
import { type CircumstancesDeps, circumstancesOf, deferralsOf, isTheirs } from './circumstances.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { attemptExpired } from './errors.ts'
import { referralOf, scopeOf, signsInHere, whenceReferred, wishOf } from './refer.ts'
import type { Attempt } from './schema.ts'

/** An attempt with everything a decision about it rests on, read from live rows (G11). */
export interface Situation {
  /** With the proofs that still count. */
  readonly attempt: Attempt
  readonly application: Application
  /** Where the application has sent a browser to our pages. */
  readonly referral?: Referral | undefined
  readonly account: Account | undefined
  /** The account's authenticators that count for this application, pending ones too. */
  readonly authenticators: readonly Authenticator[]
  readonly requirement: Requirement
  /** What the browser is known for, where it may stand in for a second factor. */
  readonly recognition?: Recognition
  /** Milliseconds for which this browser will be remembered, where its owner asks for it. */
  readonly remembers?: number | undefined
  /** What that was decided on. */
  readonly facts: Facts
}

export type SituationDeps = CircumstancesDeps &
  Pick<
    AuthenticationDeps,
    'accounts' | 'applications' | 'authenticators' | 'factors' | 'remembered' | 'referrals'
  >

/** Throws `attempt.expired` where account or application have moved on since the attempt began. */
export async function situationOf(
  deps: SituationDeps,
  attempt: Attempt,
  /** Whence it is asked now; what is not known demands (R15). */
  seen: Surroundings | undefined,
): Promise<Situation> {
  // A name that nobody has is looked up like any other, under its decoy's key: the work is the same.
  const accountId = attempt.accountId ?? (attempt.ownerKey as Id<'account'>)
  const [referral, application, account, all, deferrals] = await Promise.all([
    referralOf(deps, attempt),
    deps.applications.find(attempt.applicationId),
    deps.accounts.find(accountId),
    deps.authenticators.ofAccount(accountId),
    deferralsOf(deps, accountId),
  ])
  if (application?.status !== 'active') throw attemptExpired()
  // Its word was taken back since, and with it what began by it (R7).
  if (attempt.vouchedBy && !application.vouches) throw attemptExpired()
  if (attempt.accountId && (account?.status !== 'active' || account.epoch !== attempt.epoch))
    throw attemptExpired()
  const surroundings = seen && whenceReferred(seen, referral)
  const scope = scopeOf(attempt)
  const authenticators = inScope(all, scope)
  const proved = attempt.proved.filter((proof) => counts(attempt, authenticators, proof))
  const admitted = proved.some((proof) => deps.factors.find(proof.factor)?.traits.admits)
  const invited = attempt.invitationId !== undefined || admitted
  const facts = {
    ...factsAmong(deps.factors, account, { id: scope.id, class: application.class }, all, invited),
    changes: attempt.purpose === 'step-up' || attempt.forgotten !== undefined,
    approves: attempt.purpose === 'transaction',
    unattended: isUnattended(attempt),
    vouched: attempt.vouchedBy !== undefined,
    deferrals,
    ...(referral ? { wish: wishOf(referral.wishes, { now: deps.storage.clock.now() }) } : {}),
    circumstances: await circumstancesOf(deps, {
      name: isNameless(attempt) ? undefined : attempt.accountName,
      account,
      ownerKey: accountId,
      application,
      purpose: attempt.purpose,
      surroundings,
    }),
  }
  const requirement = decide(deps.policy, facts)
  const signsIn = attempt.purpose === 'sign-in' && !attempt.forgotten
  const own = signsIn && isTheirs({ application, surroundings })
  return {
    attempt: { ...attempt, proved },
    application,
    referral,
    account,
    authenticators,
    requirement,
    facts,
    ...(own
      ? {
          recognition: await recognitionOf(
            deps,
            account,
            { authenticators, vouchedBy: attempt.vouchedBy },
            surroundings,
          ),
        }
      : {}),
    remembers: own && mayRemember(requirement) ? requirement.remembered : undefined,
  }
}

/** Looked up only where browsers are remembered at all. */
async function recognitionOf(
  deps: SituationDeps,
  account: Account | undefined,
  counting: Counting,
  surroundings: Surroundings | undefined,
): Promise<Recognition> {
  if (deps.policy.rememberedFor === 0) return { state: 'unknown' }
  return deps.remembered.recognise(surroundings?.remembered, account && holderOf(account, counting))
}

/** What may prove something now: somebody's authenticators, and the word of the application that gives it. */
interface Counting {
  readonly authenticators: readonly Authenticator[]
  readonly vouchedBy?: Id<'application'> | undefined
}

/**
 * Whose browser it may be, with what proves something now. One that is remembered for what an application has vouched
 * for stands in beside that application's word, and nowhere else.
 */
export function holderOf(
  { id, epoch }: Pick<Account, 'id' | 'epoch'>,
  { authenticators, vouchedBy }: Counting,
): Holder {
  const active = authenticators.filter((row) => row.status === 'active').map((row) => row.id)
  return { id, epoch, active: new Set<string>(vouchedBy ? [...active, vouchedBy] : active) }
}

/** The same once a password that was just proved has turned out weak: more is due from that moment on (R2). */
export function onceWeak(deps: Pick<SituationDeps, 'policy'>, situation: Situation): Situation {
  const facts = withWeakPassword(situation.facts)
  const requirement = decide(deps.policy, facts)
  return { ...situation, facts, requirement, remembers: undefined }
}

export function withWeakPassword(facts: Facts): Facts {
  const { marks } = facts
  return marks === 'unknown' ? facts : { ...facts, marks: withWeakMark(marks) }
}

function withWeakMark(marks: readonly string[]): readonly string[] {
  return marks.includes(weakMark) ? marks : [...marks, weakMark]
}

/** What was taken off or disabled since proves nothing any more. */
function counts(attempt: Attempt, authenticators: readonly Authenticator[], proof: Proved): boolean {
  if (proof.authenticatorId === attempt.vouchedBy) return true
  return authenticators.some((row) => row.id === proof.authenticatorId && row.status === 'active')
}

/** An authenticator made for one application proves nothing to another. */
export function inScope(
  authenticators: readonly Authenticator[],
  application: Pick<Application, 'id'>,
): readonly Authenticator[] {
  return authenticators.filter((row) => !row.applicationId || row.applicationId === application.id)
}

/** The same of all that an account has: what is made for other applications proves nothing here, and demands (R1). */
export function factsAmong(
  factors: FactorList,
  account: Account | undefined,
  application: Pick<Application, 'id' | 'class'>,
  all: readonly Authenticator[],
  invited: boolean,
): Facts {
  const here = inScope(all, application)
  const others = all.filter((row) => !here.includes(row))
  return {
    ...factsOf(factors, account, application, here, invited),
    elsewhere: confirmedOf(factors, others),
  }
}

export function factsOf(
  factors: FactorList,
  account: Account | undefined,
  application: Pick<Application, 'class'>,
  authenticators: readonly Authenticator[],
  invited: boolean,
): Facts {
  return {
    role: account?.role ?? 'person',
    marks: marksOf(account, authenticators),
    applicationClass: application.class,
    confirmed: confirmedOf(factors, authenticators),
    password: passwordOf(factors, account, authenticators),
    invited,
  }
}

function passwordOf(
  factors: FactorList,
  account: Account | undefined,
  authenticators: readonly Authenticator[],
): NonNullable<Facts['password']> {
  if (account && isAsked(account.directory)) return 'elsewhere'
  return renewable(factors, authenticators) ? 'ours' : 'none'
}

/** What can be renewed inside a sign-in: the password, with the operation of its factor that does so. */
export function renewable(
  factors: FactorList,
  authenticators: readonly Authenticator[],
): { readonly row: Authenticator; readonly operation: Operation<unknown> } | undefined {
  for (const row of authenticators) {
    const operations = row.status === 'active' ? factors.find(row.factor)?.operations : undefined
    const operation = operations?.find(({ permission }) => permission === 'renewal')
    if (operation) return { row, operation }
  }
  return undefined
}

/** A system hears yes or no, and nobody of it could be asked for another password. */
export function isUnattended({ purpose }: Pick<Attempt, 'purpose'>): boolean {
  return purpose === 'verify'
}

/** Those that were set by hand, and that of a password which was found weak: gone as soon as it is changed. */
function marksOf(account: Account | undefined, authenticators: readonly Authenticator[]): readonly string[] {
  const marks = account?.marks ?? []
  return authenticators.some(({ weak, status }) => weak && status === 'active') ? withWeakMark(marks) : marks
}

/** What the proofs so far, and perhaps new ones, make of a situation; undefined while something is missing. */
export function satisfiedBy(
  situation: Situation,
  proved: readonly Proved[] = situation.attempt.proved,
): Satisfied | undefined {
  const subject = signedInBy(situation)
  const { recognition } = situation
  const browser = recognition?.state === 'recognised' ? recognition.browser : undefined
  return subject && satisfy(situation.requirement, subject, proved, browser)
}

/** Whether all that has to be shown is: enough for what is issued only once the password is another one, too. */
export function isProvedIn(situation: Situation): boolean {
  const subject = signedInBy(situation)
  return subject !== undefined && isProved(situation.requirement, subject, situation.attempt.proved)
}

/**
 * The same for who came by a way of recovery, or by a link mailed for a forgotten password: enough to replace what was
 * lost, and for nothing else (R11).
 */
export function recoveredBy(policy: Policy, situation: Situation): Recovered | undefined {
  const subject = subjectOf(situation)
  if (!subject) return undefined
  const { attempt, authenticators, requirement, facts } = situation
  if (attempt.forgotten) {
    const stands = authenticators.some(({ id, status }) => id === attempt.forgotten && status === 'active')
    return stands ? recoverPassword(policy, requirement, subject, attempt.proved, facts) : undefined
  }
  return mayRecover(policy, situation) ? recover(policy, requirement, subject, attempt.proved) : undefined
}

/** Whom proofs may sign in: nobody where a mailed link stands in the place of the password, whatever is shown (R11). */
function signedInBy(situation: Situation): Subject | undefined {
  return situation.attempt.forgotten ? undefined : subjectOf(situation)
}

function subjectOf({ attempt, account }: Situation): Subject | undefined {
  return account && { attemptId: attempt.id, accountId: account.id, epoch: account.epoch }
}

/**
 * Recovery begins at the sign-in of our own pages and nowhere else, whoever sent the browser there: it opens no
 * application, rests on no application's word, and confirms nobody who is signed in (R11).
 */
export function mayRecover(
  policy: Policy,
  { attempt, application }: Pick<Situation, 'attempt' | 'application'>,
) {
  const ours = application.kind === 'portal' || signsInHere(attempt)
  return policy.recovery && ours && attempt.purpose === 'sign-in' && !attempt.forgotten
}

/**
 * What is asked for beside a link that was mailed for a forgotten password: something held that nobody hands out, and no
 * number, for mailboxes are got back by that very number (N-37).
 */
export function standsBesideLink(factor: Factor | undefined): boolean {
  if (!factor || factor.unavailable?.('prove') !== undefined) return false
  return isSecond(factor) && !factor.traits.restricted && !factor.traits.handedOut
}

/**
 * Whether the first factor is proved, or something stands in its place, so that a wrong second one may cost a try (G15,
 * R7).
 */
export function firstFactorProved(
  factors: FactorList,
  attempt: Pick<Attempt, 'proved' | 'vouchedBy' | 'forgotten'>,
): boolean {
  return (
    attempt.vouchedBy !== undefined ||
    attempt.forgotten !== undefined ||
    attempt.proved.some((proof) => mayOpen(factors.find(proof.factor)?.traits))
  )
}

/** Whether a factor may be the first thing that is proved: a password, or what names its owner and cannot be guessed. */
export function mayOpen(traits: Traits | undefined): boolean {
  return traits !== undefined && (traits.first || traits.opens === true)
}

/** A transaction is approved only by what signs it; who somebody is may be shown by a first factor (C-12). */
function maySign({ transaction }: Pick<Attempt, 'transaction'>, factor: Factor, data: unknown): boolean {
  return transaction === undefined || mayOpen(factor.traits) || factor.signs?.(data) === true
}

/** The same of an authenticator at rest. Opened only where there is something to approve. */
export function maySignWith(
  deps: Pick<AuthenticationDeps, 'box'>,
  attempt: Pick<Attempt, 'transaction'>,
  factor: Factor,
  row: Authenticator,
): boolean {
  return !attempt.transaction || maySign(attempt, factor, openCandidate(deps.box, factor, row)?.data)
}

/** Nobody has been named yet, so only a proof that names its owner helps. */
export function isNameless(attempt: Pick<Attempt, 'accountId' | 'accountName'>): boolean {
  return attempt.accountId === undefined && attempt.accountName === ''
}

/** A factor that is switched off or unknown still counts as something held: it cannot satisfy, but it demands (R1). */
export function confirmedOf(
  factors: FactorList,
  authenticators: readonly Authenticator[],
): readonly ConfirmedAuthenticator[] {
  const confirmed = authenticators.filter((row) => row.status !== 'pending')
  return confirmed.map((row) => {
    const traits = factors.find(row.factor)?.traits
    return {
      factor: row.factor,
      role: traits?.role ?? 'factor',
      kinds: traits?.kinds ?? ['has'],
      phishingResistant: traits?.phishingResistant ?? false,
      usable: traits !== undefined && row.status === 'active',
    }
  })
}
