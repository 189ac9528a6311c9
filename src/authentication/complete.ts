import { newId } from '../kernel/ids.ts'
import type { Proved, Satisfied, Waiting } from '../policy/index.ts'
import { assertSatisfied } from '../policy/index.ts'
import type { Session } from '../sessions/index.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import { isKnownTo, isTheirs } from './circumstances.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { notSatisfied } from './errors.ts'
import { usesOf } from './exception-use.ts'
import { type Progress, progressOf } from './options.ts'
import type { ShownNotice } from './outcome.ts'
import { putOffEvents, putOffStatements, readinessOf } from './put-off.ts'
import { scopeOf, whenceReferred } from './refer.ts'
import { forgetCopied, rememberedAfter } from './remember.ts'
import { remindersOf } from './reminders.ts'
import { browserTold, standInTold } from './rests-on.ts'
import { retrying } from './retry.ts'
import type { Completion } from './schema.ts'
import { type Situation, situationOf } from './situation.ts'
import { type Barred, barredThere } from './standing-there.ts'
import { livingAttempt } from './start.ts'
import { toldOfCompletion } from './told.ts'
import { transactionDigest } from './transaction.ts'

export interface CompleteOptions {
  /** Remember this device in a lane of its own (R19). */
  readonly rememberDevice?: boolean | undefined
  /** Its owner asks that no second factor be asked for here for a while. */
  readonly rememberBrowser?: boolean | undefined
  /** Put off what has to be set up, where that may wait. */
  readonly putOff?: boolean | undefined
}

/** What a sign-in yields. Its tokens are shown once. */
export interface Completed {
  readonly completion: Completion
  readonly session: Session
  readonly token: string
  readonly deviceToken?: string
  /** Of the browser that is remembered; another one with each use. */
  readonly rememberedToken?: string
}

/** What an approval yields, and a yes to a system that keeps its own session: itself, and nothing to hold (C-12). */
export interface Approved {
  readonly completion: Completion
}

/** How an attempt ends. */
export type Ending =
  | { readonly completed: Completed; readonly approved?: undefined }
  | { readonly approved: Approved; readonly completed?: undefined }

export interface PlannedEnding<End extends Ending = Ending> {
  readonly statements: readonly Statement[]
  readonly events: readonly AuditEntry[]
  readonly ending: End
}

interface Plan {
  readonly situation: Situation
  readonly satisfied: Satisfied
  /** What is put off by it. */
  readonly putOff?: readonly Waiting[]
  /** All that is proved, what this very booking adds included. */
  readonly proved: readonly Proved[]
  readonly options: CompleteOptions
  readonly surroundings: Surroundings
}

type CompleteDeps = Pick<
  AuthenticationDeps,
  | 'storage'
  | 'random'
  | 'accounts'
  | 'attempts'
  | 'sessions'
  | 'throttle'
  | 'notices'
  | 'factors'
  | 'invitations'
  | 'exceptions'
  | 'remembered'
  | 'deferrals'
  | 'admissions'
>

/**
 * The one gate: whatever is issued is issued here, out of a satisfied requirement, in the booking that ends the
 * attempt (R3). Guards the account's epoch; exactly one caller can book it.
 */
export async function completionOf(deps: CompleteDeps, plan: Plan): Promise<PlannedEnding> {
  const { transaction, purpose } = plan.situation.attempt
  return transaction || purpose === 'verify' ? approvalOf(deps, plan) : signInOf(deps, plan)
}

/** The gate for what ends in a session of ours. */
export async function signInOf(
  deps: CompleteDeps,
  plan: Plan,
): Promise<PlannedEnding<{ readonly completed: Completed }>> {
  const { satisfied, surroundings, situation } = plan
  const { attempt } = situation
  const known = await deps.throttle.recognise(surroundings.device)
  const isKnown = isKnownTo(known, satisfied.accountId)
  const { completion, at, statements, events } = endOf(deps, plan, isKnown)
  const where = {
    // Whoever was referred is signed in to our pages, and let in to the application from there.
    applicationId: scopeOf(attempt).id,
    source: surroundings.source,
    userAgent: surroundings.userAgent,
  }
  const issued = deps.sessions.issue(satisfied, completion.id, where)
  const own = known?.accountId === satisfied.accountId ? known : undefined
  const remembers = plan.options.rememberDevice && !own && satisfied.assurance >= 2
  const device = remembers ? deps.throttle.remember(satisfied.accountId) : undefined
  const browser = rememberedAfter(deps, plan)
  const completed: Completed = {
    completion,
    session: issued.session,
    token: issued.token,
    ...(device ? { deviceToken: device.token } : {}),
    ...(browser.token === undefined ? {} : { rememberedToken: browser.token }),
  }
  return {
    statements: [
      deps.accounts.recordSignIn(satisfied.accountId, attempt.epoch),
      ...statements,
      issued.statement,
      ...(attempt.sessionId
        ? [
            deps.admissions.follow(attempt.sessionId, issued.session.id),
            deps.sessions.end(attempt.sessionId, satisfied.accountId),
          ]
        : []),
      ...(attempt.invitationId ? [deps.invitations.spend(attempt.invitationId, at)] : []),
      ...(device ? [device.statement] : []),
      ...browser.statements,
      ...(own?.mailed && attempt.purpose === 'sign-in' && satisfied.assurance >= 2
        ? [deps.throttle.settle(own)]
        : []),
      ...(await toldOf(deps, plan, { at, recognised: isKnown })),
    ],
    events: [...events, ...browser.events],
    ending: { completed },
  }
}

/** Whoever approves is not signed in by it: the completion says to what they have said yes, and nothing hangs on it. */
function approvalOf(deps: CompleteDeps, plan: Plan): PlannedEnding {
  const { completion, statements, events } = endOf(deps, plan)
  const guard = deps.accounts.expectActiveEpoch(completion.accountId, plan.situation.attempt.epoch)
  return { statements: [guard, ...statements], events, ending: { approved: { completion } } }
}

/** What every end of an attempt has in common. */
function endOf(deps: CompleteDeps, plan: Plan, isKnown?: boolean) {
  const { situation, satisfied, proved, putOff = [] } = plan
  const { attempt, application } = situation
  assertSatisfied(satisfied)
  const at = deps.storage.clock.now()
  const completion: Completion = {
    id: newId<'completion'>({ clock: deps.storage.clock, random: deps.random }),
    attemptId: attempt.id,
    accountId: satisfied.accountId,
    applicationId: application.id,
    purpose: attempt.purpose,
  }
  const completed = completedEvent(plan, { completion, at, isKnown })
  const { details: _, ...accepted } = completed
  const uses = usesOf(deps, situation.requirement, accepted)
  const statements = [
    deps.attempts.complete(attempt, proved, at),
    deps.attempts.insertCompletion(completion, satisfied, at),
    ...uses.statements,
    ...putOffStatements(deps, satisfied.accountId, putOff, at),
  ]
  const events = [completed, ...uses.events, ...putOffEvents(situation, putOff, at)]
  return { completion, at, statements, events }
}

export interface CompleteInput {
  readonly secret: string | undefined
  readonly options: CompleteOptions
  readonly surroundings: Surroundings
}

/** Ends a satisfied attempt, for the holder of its secret. Throws `attempt.not-satisfied` while a step is left. */
export async function complete(
  deps: AuthenticationDeps,
  input: CompleteInput,
): Promise<Ending & { readonly progress: Progress; readonly notices: readonly ShownNotice[] }> {
  const { ownerKey } = await livingAttempt(deps, input.secret)
  return deps.queue(ownerKey, () => retrying(() => completeOnce(deps, input)))
}

async function completeOnce(deps: AuthenticationDeps, input: CompleteInput) {
  const attempt = await livingAttempt(deps, input.secret)
  const { options, surroundings } = input
  const situation = await situationOf(deps, attempt, surroundings)
  await forgetCopied(deps, situation, surroundings)
  const { proved } = situation.attempt
  const ready = readinessOf(situation, proved, options)
  if (!ready) throw notSatisfied()
  const barred = situation.account && (await barredThere(deps, situation.account))
  if (barred) return keepOut(deps, barred, attempt.ownerKey)
  const planned = await completionOf(deps, { ...ready, proved, options, surroundings })
  const outcome = await deps.storage.book({
    statements: planned.statements,
    events: planned.events,
    locks: [attempt.ownerKey, attempt.id],
  })
  if (outcome === 'refused') return 'lost' as const
  const notices = remindersOf(deps, ready.situation)
  return { progress: await progressOf(deps, ready.situation), notices, ...planned.ending }
}

async function keepOut(
  deps: AuthenticationDeps,
  { statements, events, error }: Barred,
  ownerKey: string,
): Promise<'lost'> {
  const outcome = await deps.storage.book({ statements, events, locks: [ownerKey] })
  if (outcome === 'refused') return 'lost'
  throw error
}

/** What its owner hears of it: by message, in the same booking. */
async function toldOf(
  deps: CompleteDeps,
  plan: Plan,
  seen: { readonly at: number; readonly recognised: boolean },
): Promise<readonly Statement[]> {
  const { account, attempt } = plan.situation
  if (!account) return []
  return toldOfCompletion(deps, { account, attempt, surroundings: plan.surroundings, ...seen })
}

interface End {
  readonly completion: Completion
  readonly at: number
  /** Whether the browser was known; undefined where that says nothing. */
  readonly isKnown: boolean | undefined
}

/** With all that a rehearsal asks about later. */
function completedEvent(plan: Plan, { completion, at, isKnown }: End): AuditEntry {
  const { satisfied } = plan
  const { attempt, application, referral } = plan.situation
  const { transaction, vouchedBy } = attempt
  const surroundings = whenceReferred(plan.surroundings, referral)
  const theirs = isKnown !== undefined && isTheirs({ application, surroundings })
  return {
    at,
    event: 'attempt.completed',
    outcome: 'accepted',
    actor: completion.accountId,
    accountId: completion.accountId,
    applicationId: completion.applicationId,
    attemptId: completion.attemptId,
    ...(surroundings.source ? { source: surroundings.source } : {}),
    details: {
      purpose: completion.purpose,
      door: surroundings.door,
      assurance: satisfied.assurance,
      factors: satisfied.factors.join(' '),
      vouched: vouchedBy !== undefined,
      ...(theirs ? browserTold(isKnown) : {}),
      ...(satisfied.remembered ? standInTold(satisfied.remembered, at) : {}),
      ...(transaction ? { transaction: transactionDigest(transaction) } : {}),
    },
  }
}
