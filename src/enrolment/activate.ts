import {
  contextOf,
  livingAttempt,
  mailboxStands,
  occasionOf,
  outgoing,
  type Progress,
  personOf,
  progressOf,
  provedByEnrolment,
  type Surroundings,
  situationOf,
} from '../authentication/index.ts'
import { type Authenticator, isWeak, sealFor } from '../authenticators/index.ts'
import type { Enrolment, Factor } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import type { Authority, Standing } from './authority.ts'
import { bindRecovery, isSecondFactor, wayOfRecovery } from './bind.ts'
import type { EnrolmentDeps } from './deps.ts'
import { farewellTo } from './farewell.ts'
import { withoutPasswordMarks } from './first-factor-changed.ts'
import { isMadeFrom, labelFor } from './label.ts'

/** An offer whose owner has shown that it works. */
export interface Activation {
  readonly authority: Authority
  readonly surroundings: Surroundings
  readonly standing: Standing
  readonly factor: Factor
  readonly row: Authenticator
  readonly enrolment: Enrolment<unknown>
  /** What was taken from the pool for it. */
  readonly claimed: Authenticator | undefined
  readonly at: number
}

export interface Confirmed {
  readonly authenticatorId: Id<'authenticator'>
  readonly factor: string
  /** Shown once. */
  readonly show?: Readonly<Record<string, unknown>>
  /** What comes along with the first second factor: a way back in for the day it is lost. Shown once. */
  readonly recovery?: Readonly<Record<string, unknown>>
  /** Where the enrolment was part of a sign-in: what is left of it. */
  readonly progress?: Progress
}

/** From the booking on it counts, and all that follows from it has happened. `lost` where somebody booked first. */
export async function activate(deps: EnrolmentDeps, activation: Activation): Promise<Confirmed | 'lost'> {
  const { standing, factor, row, enrolment, at } = activation
  const { account, attempt } = standing
  const recovery = await recoveryFor(deps, activation)
  const proved = provedByEnrolment(factor, row, enrolment, at)
  const outcome = await deps.sessions.bookIn(standing.session, {
    statements: [
      deps.accounts.expectActiveEpoch(account.id, account.epoch),
      ...(activation.claimed ? [deps.authenticators.takeFromPool(activation.claimed)] : []),
      deps.authenticators.activate(row, {
        data: sealFor(deps.box, 'data', row, enrolment.data),
        weak: isWeak(factor, enrolment.data),
        counter: enrolment.counter,
        handle: enrolment.handle,
        label: labelAfter(activation),
        expiresAt: enrolment.expiresAt,
        at,
      }),
      deps.authenticators.voidPending(row),
      ...(attempt ? [deps.attempts.bookProgress(attempt, { proved: [proved], failed: false }, at)] : []),
      ...(attempt?.invitationId ? [deps.invitations.expectLiving(attempt.invitationId, at)] : []),
      ...recovery.statements,
      ...clearedMark(deps, activation),
      ...endedSessions(deps, activation),
      // Another password, or the first: what was remembered beside the one before is over.
      ...(factor.traits.first
        ? [deps.remembered.forgetAll(account.id), ...withoutPasswordMarks(deps, account)]
        : []),
      ...(await replacedBy(deps, activation)),
      ...(await toldAbout(deps, activation)),
      ...mailboxStands(deps, enrolment),
      ...(enrolment.received ? [deps.delivery.markUsed(row.id)] : []),
      ...(await outgoing(deps, factor, enrolment.messages, {
        accountId: account.id,
        ...activation.surroundings,
      })),
    ],
    events: [enrolledEvent(standing, row, at), ...replacedEvents(standing, row, at), ...recovery.events],
    locks: [account.id, row.id, ...(attempt ? [attempt.id] : [])],
  })
  if (outcome === 'refused') return 'lost'
  if (enrolment.messages) deps.delivery.kick()
  const progress = await progressAfter(deps, activation)
  return {
    authenticatorId: row.id,
    factor: factor.id,
    ...(enrolment.show ? { show: enrolment.show } : {}),
    ...(recovery.show ? { recovery: recovery.show } : {}),
    ...(progress ? { progress } : {}),
  }
}

/** What the enrolment says it is called, unless its owner has named it. */
function labelAfter({ standing, factor, row, enrolment }: Activation): string | undefined {
  if (enrolment.label === undefined || !isMadeFrom(row.label, factor.guide.name)) return undefined
  return labelFor(standing, enrolment.label)
}

/** With the first second factor comes a way of recovery (V-46, decision 9), and with one that takes the place of a lost one (N-35). */
async function recoveryFor(
  deps: EnrolmentDeps,
  activation: Activation,
): Promise<{
  readonly statements: readonly Statement[]
  readonly events: readonly AuditEntry[]
  readonly show?: Readonly<Record<string, unknown>>
}> {
  const { standing, row, surroundings, at } = activation
  const { account, application } = standing
  const none = { statements: [], events: [] }
  if (!isSecondFactor(deps, row) || standing.operator) return none
  const way = wayOfRecovery(deps)
  const before = standing.authenticators.filter((one) => one.status !== 'pending' && one.factor === way?.id)
  const anew = standing.replacing !== undefined || isFirstSecondFactor(deps, standing)
  if (before.length > 0 && !anew) return none

  const binding = { account, createdBy: standing.actor, at }
  const person = await personOf(deps, account)
  const bound = await bindRecovery(deps, binding, person, contextOf(at, application, surroundings))
  if (!bound) return none
  // Codes that were made before there was a second factor are void (V-46); so are those that one was used of (N-35).
  const voided = before.map((one) => deps.authenticators.remove(one))
  const events = [enrolledEvent(standing, bound.row, at)]
  return { statements: [...voided, bound.statement], events, show: bound.show }
}

/**
 * A rebind is used up, the lost one is gone, and whatever stood under the old epoch is over: whoever rebound signs in
 * afresh (R11).
 */
async function replacedBy(deps: EnrolmentDeps, { standing, at }: Activation): Promise<readonly Statement[]> {
  const { account, replacing } = standing
  if (!replacing) return []
  return [
    deps.rebinds.spend(replacing.rebind),
    deps.authenticators.remove(replacing.lost),
    deps.accounts.raiseEpoch(account.id),
    deps.attempts.cancelAll(account.id),
    ...(await farewellTo(deps, account, replacing.lost, at)),
  ]
}

/** After a reset the first new second factor, set up by invitation, makes the account whole again (R2). */
function clearedMark(deps: EnrolmentDeps, { standing, row }: Activation): readonly Statement[] {
  const { account } = standing
  if (!account.marks.includes('reset') || !isSecondFactor(deps, row)) return []
  return [
    deps.accounts.setMarks(
      account,
      account.marks.filter((mark) => mark !== 'reset'),
    ),
  ]
}

/** Sessions that began before there was a second factor end with the first one (R3, ASVS 7.4.3). */
function endedSessions(deps: EnrolmentDeps, { standing, row }: Activation): readonly Statement[] {
  if (!isSecondFactor(deps, row) || !isFirstSecondFactor(deps, standing)) return []
  return [deps.sessions.endAll(standing.account.id, standing.session?.id)]
}

function isFirstSecondFactor(deps: EnrolmentDeps, { authenticators }: Standing): boolean {
  return !authenticators.some((one) => one.status !== 'pending' && isSecondFactor(deps, one))
}

function enrolledEvent(
  standing: Standing,
  row: Pick<Authenticator, 'id' | 'factor'>,
  at: number,
): AuditEntry {
  return {
    at,
    event: 'authenticator.enrolled',
    outcome: 'done',
    actor: standing.actor,
    accountId: standing.account.id,
    applicationId: standing.application.id,
    authenticatorId: row.id,
    details: { factor: row.factor },
  }
}

function replacedEvents(
  { account, actor, replacing }: Standing,
  row: Authenticator,
  at: number,
): readonly AuditEntry[] {
  if (!replacing) return []
  const { lost, rebind } = replacing
  const common = { at, outcome: 'done', actor, accountId: account.id } as const
  return [
    {
      ...common,
      event: 'authenticator.removed',
      authenticatorId: lost.id,
      details: { factor: lost.factor, by: 'recovery' },
    },
    {
      ...common,
      event: 'recovery.completed',
      authenticatorId: row.id,
      details: { factor: row.factor, completion: rebind.completionId },
    },
  ]
}

async function toldAbout(deps: EnrolmentDeps, activation: Activation): Promise<readonly Statement[]> {
  const { standing, factor, row, surroundings, at } = activation
  const { account, replacing } = standing
  const label = labelAfter(activation) ?? row.label
  const added = { ...occasionOf({ account, surroundings, at }), factor: factor.guide.name, label }
  if (!replacing) return deps.notices.tell(account, { template: 'factor.added', values: added })
  if (factor.traits.first) return deps.notices.tell(account, { template: 'password.changed', values: added })
  const values = { ...added, lost: replacing.lost.label }
  return deps.notices.tell(account, { template: 'factor.replaced', values })
}

async function progressAfter(
  deps: EnrolmentDeps,
  { authority, surroundings }: Activation,
): Promise<Progress | undefined> {
  if (authority.by !== 'attempt') return undefined
  const attempt = await livingAttempt(deps, authority.secret)
  return progressOf(deps, await situationOf(deps, attempt, surroundings))
}
