import type { Account } from '../accounts/index.ts'
import {
  contextOf,
  livingAttempt,
  outgoing,
  type Progress,
  personOf,
  progressOf,
  provedByEnrolment,
  retrying,
  type ShownNotice,
  type Surroundings,
  shownNotice,
  situationOf,
} from '../authentication/index.ts'
import { type Authenticator, authenticatorNotFound, openPending, sealFor } from '../authenticators/index.ts'
import type { Enrolment, Factor } from '../factors/factor.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import { type Authority, type Standing, standingFor } from './authority.ts'
import { claimsOf, judgeConfirmation } from './claim.ts'
import type { EnrolmentDeps } from './deps.ts'
import { enrolmentExpired, enrolmentRefused } from './errors.ts'
import { isMadeFrom, labelFor } from './label.ts'

const usualTries = 10

export interface ConfirmInput {
  readonly authority: Authority
  readonly authenticatorId: Id<'authenticator'>
  readonly answer: unknown
  readonly surroundings: Surroundings
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

/**
 * The owner shows that it works; from here on it counts. Checks the authority again, spends the confirming code,
 * voids the account's other offers, and tells its contacts, all in one booking (R2, C-13, G10).
 */
export async function confirmEnrolment(deps: EnrolmentDeps, input: ConfirmInput): Promise<Confirmed> {
  const row = await deps.authenticators.find(input.authenticatorId)
  if (!row?.accountId) throw authenticatorNotFound()
  return deps.queue(row.accountId, () => retrying(() => confirmRound(deps, input)))
}

async function confirmRound(deps: EnrolmentDeps, input: ConfirmInput): Promise<Confirmed | 'lost'> {
  const row = await deps.authenticators.find(input.authenticatorId)
  const factor = row && deps.factors.find(row.factor)
  if (!row || !factor) throw authenticatorNotFound()
  const standing = await standingFor(deps, input.authority, factor.id)
  if (!row.accountId || row.accountId !== standing.account.id || row.status !== 'pending')
    throw authenticatorNotFound()

  const at = deps.storage.clock.now()
  const pending = openPending(deps.box, factor, row)
  const mostTries = factor.traits.enrolmentTries ?? usualTries
  const over = row.failures.proven >= mostTries || (row.expiresAt !== undefined && row.expiresAt <= at)
  if (pending === undefined || over) throw enrolmentExpired()
  const answer = parseWith(factor.answer, input.answer, 'answer')
  const confirmation = {
    pending,
    answer,
    person: await personOf(deps, standing.account),
    context: contextOf(at, standing.application, input.surroundings),
  }
  const claims = await claimsOf(deps, factor, row.accountId, confirmation)
  const { verdict, claim } = await judgeConfirmation(factor, confirmation, claims)
  if (!verdict.accepted) {
    const notices = verdict.notices.map((notice) => shownNotice(factor, notice.id, notice.values ?? {}))
    return refuse(deps, standing, row, notices, at)
  }
  if (await isTaken(deps, factor, verdict.handle, claim?.row)) {
    return refuse(deps, standing, row, takenNotices(factor), at)
  }
  return activate(deps, { input, standing, factor, row, enrolment: verdict, claimed: claim?.row, at })
}

/** Whether somebody's authenticator, or one in the pool that was not claimed, has this handle. It is unique all the same. */
async function isTaken(
  deps: EnrolmentDeps,
  factor: Factor,
  handle: string | undefined,
  claimed: Authenticator | undefined,
): Promise<boolean> {
  const holder = handle === undefined ? undefined : await deps.authenticators.findByHandle(factor.id, handle)
  return holder !== undefined && holder.id !== claimed?.id
}

function takenNotices(factor: Factor): readonly ShownNotice[] {
  return factor.messages.taken === undefined ? [] : [shownNotice(factor, 'taken', {})]
}

interface Activation {
  readonly input: ConfirmInput
  readonly standing: Standing
  readonly factor: Factor
  readonly row: Authenticator
  readonly enrolment: Enrolment<unknown>
  /** What was taken from the pool for it. */
  readonly claimed: Authenticator | undefined
  readonly at: number
}

async function activate(deps: EnrolmentDeps, activation: Activation): Promise<Confirmed | 'lost'> {
  const { standing, factor, row, enrolment, at } = activation
  const { account, attempt } = standing
  const recovery = await recoveryFor(deps, activation)
  const proved = provedByEnrolment(factor, row, enrolment, at)
  const outcome = await deps.storage.book({
    statements: [
      deps.accounts.expectActiveEpoch(account.id, account.epoch),
      ...(activation.claimed ? [deps.authenticators.takeFromPool(activation.claimed)] : []),
      deps.authenticators.activate(row, {
        data: sealFor(deps.box, 'data', row, enrolment.data),
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
      ...(await toldAbout(deps, account, factor, row, at)),
      ...(enrolment.received ? [deps.delivery.markUsed(row.id)] : []),
      ...(await outgoing(deps, factor, enrolment.messages, {
        accountId: account.id,
        ...activation.input.surroundings,
      })),
    ],
    events: [enrolledEvent(standing, factor, row, at), ...recovery.events],
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

/** A wrong answer costs a try of the offer; after ten, or what the factor says, it is void. */
async function refuse(
  deps: EnrolmentDeps,
  standing: Standing,
  row: Authenticator,
  notices: readonly ShownNotice[],
  at: number,
): Promise<never | 'lost'> {
  const outcome = await deps.storage.book({
    statements: [deps.authenticators.countFailure(row, { standing: 'proven', at, data: undefined })],
    events: [
      {
        at,
        event: 'enrolment.refused',
        outcome: 'refused',
        actor: standing.actor,
        accountId: standing.account.id,
        authenticatorId: row.id,
        details: { factor: row.factor },
      },
    ],
    locks: [standing.account.id, row.id],
  })
  if (outcome === 'refused') return 'lost'
  throw enrolmentRefused(notices)
}

/** With the first second factor come recovery codes, or whatever this installation has for that (V-46, decision 9). */
async function recoveryFor(
  deps: EnrolmentDeps,
  activation: Activation,
): Promise<{
  readonly statements: readonly Statement[]
  readonly events: readonly AuditEntry[]
  readonly show?: Readonly<Record<string, unknown>>
}> {
  const { standing, factor, input, at } = activation
  const { account, application } = standing
  const second = !factor.traits.first && factor.traits.role === 'factor'
  const way = deps.factors.all.find((one) => one.traits.role === 'recovery')
  if (!second || !way || standing.operator) return { statements: [], events: [] }
  const confirmed = standing.authenticators.filter((row) => row.status !== 'pending')
  const before = confirmed.filter((row) => row.factor === way.id)
  const isFirst = !confirmed.some((row) => isSecondFactor(deps, row))
  if (before.length > 0 && !isFirst) return { statements: [], events: [] }

  const person = await personOf(deps, account)
  const context = contextOf(at, application, input.surroundings)
  const offer = await way.offer({ person, options: undefined, existing: [], context })
  const enrolment = await way.confirm({ pending: offer.pending, answer: undefined, person, context })
  if (!enrolment.accepted) return { statements: [], events: [] }
  const id = newId<'authenticator'>({ clock: deps.storage.clock, random: deps.random })
  const owner = { id, accountId: account.id, factor: way.id }
  const statement = deps.authenticators.add({
    ...owner,
    applicationId: undefined,
    label: way.guide.name,
    createdBy: standing.actor,
    createdAt: at,
    data: sealFor(deps.box, 'data', owner, enrolment.data),
    counter: enrolment.counter,
    handle: enrolment.handle,
  })
  // Codes that were made before there was a second factor are void (V-46).
  const voided = before.map((row) => deps.authenticators.remove(row))
  const statements = [...voided, statement]
  return { statements, events: [enrolledEvent(standing, way, owner, at)], show: offer.show }
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
  const isFirst = !standing.authenticators.some(
    (one) => one.status !== 'pending' && isSecondFactor(deps, one),
  )
  if (!isFirst || !isSecondFactor(deps, row)) return []
  return [deps.sessions.endAll(standing.account.id, standing.session?.id)]
}

function isSecondFactor(deps: EnrolmentDeps, row: Authenticator): boolean {
  const traits = deps.factors.find(row.factor)?.traits
  return !traits?.first && (traits?.role ?? 'factor') === 'factor'
}

function enrolledEvent(
  standing: Standing,
  factor: Factor,
  row: Pick<Authenticator, 'id'>,
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
    details: { factor: factor.id },
  }
}

async function toldAbout(
  deps: EnrolmentDeps,
  account: Account,
  factor: Factor,
  row: Authenticator,
  at: number,
): Promise<readonly Statement[]> {
  const values = { at, account: account.name, factor: factor.guide.name, label: row.label }
  return deps.notices.tell(account, { template: 'factor.added', values })
}

async function progressAfter(deps: EnrolmentDeps, activation: Activation): Promise<Progress | undefined> {
  const { authority } = activation.input
  if (authority.by !== 'attempt') return undefined
  const attempt = await livingAttempt(deps, authority.secret)
  return progressOf(deps, await situationOf(deps, attempt))
}
