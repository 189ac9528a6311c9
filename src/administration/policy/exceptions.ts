import { type Account, accountNotFound, type Name } from '../../accounts/index.ts'
import { applicationNotFound } from '../../applications/index.ts'
import type { Id } from '../../kernel/ids.ts'
import {
  demandUnknown,
  exceptionNotFound,
  exceptionOver,
  exceptionTooLong,
  type GrantedException,
  isDemanded,
  type LiftedDemand,
} from '../../policy/index.ts'
import type { Statement } from '../../storage/index.ts'
import { type Actor, actorName, isOwn, requirePermission } from '../actor.ts'
import { nameOfActor } from '../actor-name.ts'
import { bookAct } from '../book.ts'
import type { AdministrationDeps } from '../deps.ts'
import { notPermitted, notYourOwn, secondAdministratorNeeded } from '../errors.ts'
import { changesPolicy, looksAtPolicy } from './view.ts'

const day = 24 * 3_600_000

/** What is needed longer is asked for again, and looked at again. */
const longestInDays = 90

/** requested: waits for a second administrator · refused: somebody said no before anybody approved it. */
export type ExceptionState = 'requested' | 'in-force' | 'refused' | 'ended' | 'expired'

/** An exception as people read it; times in epoch milliseconds. */
export interface ExceptionView {
  readonly id: Id<'exception'>
  readonly account: string
  /** Absent: everywhere. */
  readonly application?: string
  readonly demands: readonly LiftedDemand[]
  /** Of these, what nobody demands any more. */
  readonly idle: readonly LiftedDemand[]
  readonly state: ExceptionState
  readonly reason: string
  readonly until: number
  readonly requestedBy: string
  readonly requestedAt: number
  readonly approvedBy?: string
  readonly endedBy?: string
  readonly endReason?: string
  readonly uses: number
  readonly lastUsedAt?: number
}

/** The newest first. */
export async function listExceptions(
  deps: AdministrationDeps,
  input: { readonly actor: Actor },
): Promise<readonly ExceptionView[]> {
  requirePermission(input.actor, looksAtPolicy, deps.sessions.requireFresh)
  const all = await deps.exceptions.list()
  return Promise.all(all.map((one) => viewOf(deps, one)))
}

export interface ExceptionInput {
  readonly actor: Actor
  readonly account: Name
  readonly application?: Name | undefined
  readonly demands: readonly LiftedDemand[]
  /** Epoch milliseconds. */
  readonly until: number
  readonly reason: string
}

/**
 * Asks that an account be left out of something until a time. It waits for a second administrator; whoever holds the
 * machine itself decides alone. An application is nobody's second hand: whoever administers can make it a key. Throws `policy.exception-own`, `policy.exception-too-long`, `policy.demand-unknown`.
 */
export async function requestException(
  deps: AdministrationDeps,
  input: ExceptionInput,
): Promise<ExceptionView> {
  const { actor, demands, until, reason } = input
  requirePermission(actor, changesPolicy, deps.sessions.requireFresh)
  if (actor.by === 'application') throw notPermitted()
  const account = await deps.accounts.findByName(input.account.key)
  if (!account) throw accountNotFound()
  requireOther(actor, account.id)
  const application = input.application && (await deps.applications.findByName(input.application.key))
  if (input.application && !application) throw applicationNotFound()
  const unknown = demands.find((demand) => !isDemanded(deps.policy, demand))
  if (unknown !== undefined) throw demandUnknown(unknown)
  const at = deps.storage.clock.now()
  if (until <= at || until > at + longestInDays * day) throw exceptionTooLong(longestInDays)

  const by = actorName(actor)
  const { id, statement } = deps.exceptions.request({
    accountId: account.id,
    applicationId: application?.id,
    demands,
    reason,
    until,
    requestedBy: by,
    requestedAt: at,
    approvedBy: actor.by === 'operator' ? by : undefined,
  })
  const event = actor.by === 'operator' ? 'policy.exception-granted' : 'policy.exception-requested'
  await book(deps, input, { event, account, demands, until }, [statement])
  return shown(deps, id)
}

export interface DecisionInput {
  readonly actor: Actor
  readonly id: Id<'exception'>
  readonly reason: string
}

/** Puts an exception in force. Throws `administration.second-needed` for whoever asked for it (R11). */
export async function approveException(
  deps: AdministrationDeps,
  input: DecisionInput,
): Promise<ExceptionView> {
  const { actor, id } = input
  const { granted, account } = await decidedOn(deps, input)
  if (actor.by === 'application') throw notPermitted()
  requireOther(actor, account.id)
  if (granted.requestedBy === actorName(actor)) throw secondAdministratorNeeded(granted.until)
  const statements = [
    ...(await stillAdministers(deps, granted.requestedBy)),
    deps.exceptions.approve(id, actorName(actor)),
  ]
  const { demands, until } = granted
  await book(deps, input, { event: 'policy.exception-granted', account, demands, until }, statements)
  return shown(deps, id)
}

/** Takes an exception back, or says no to what was asked for. */
export async function endException(deps: AdministrationDeps, input: DecisionInput): Promise<ExceptionView> {
  const { actor, id, reason } = input
  const { granted, account } = await decidedOn(deps, input)
  const { demands, until } = granted
  const statements = [deps.exceptions.end(id, actorName(actor), reason)]
  await book(deps, input, { event: 'policy.exception-ended', account, demands, until }, statements)
  return shown(deps, id)
}

async function decidedOn(deps: AdministrationDeps, { actor, id }: DecisionInput) {
  requirePermission(actor, changesPolicy, deps.sessions.requireFresh)
  const granted = await deps.exceptions.find(id)
  const account = granted && (await deps.accounts.find(granted.accountId))
  if (!account) throw exceptionNotFound()
  return { granted, account }
}

/** Nobody is left out of anything by their own hand. */
function requireOther(actor: Actor, accountId: Id<'account'>): void {
  if (isOwn(actor, accountId)) throw notYourOwn()
}

/** Whoever asked must still be an administrator when it is granted. */
async function stillAdministers(
  deps: AdministrationDeps,
  requestedBy: string,
): Promise<readonly Statement[]> {
  const asked = await deps.accounts.find(requestedBy as Id<'account'>)
  if (asked?.role !== 'administrator' || asked.status !== 'active') throw exceptionOver()
  return [deps.accounts.expectAdministrator(asked.id)]
}

interface Decided {
  readonly event: string
  readonly account: Pick<Account, 'id'>
  readonly demands: readonly LiftedDemand[]
  readonly until: number
}

/** In force on this node when it returns. Throws `policy.exception-over` where somebody else was first. */
async function book(
  deps: AdministrationDeps,
  { actor, reason }: { readonly actor: Actor; readonly reason: string },
  { event, account, demands, until }: Decided,
  statements: readonly Statement[],
): Promise<void> {
  const outcome = await bookAct(deps, {
    ...{ actor, statements, event, accountId: account.id, locks: [account.id] },
    details: { demands: demands.join(', ').slice(0, 500), until: new Date(until).toISOString(), reason },
  })
  if (outcome === 'refused') throw exceptionOver()
  await deps.policies.refresh()
}

async function shown(deps: AdministrationDeps, id: Id<'exception'>): Promise<ExceptionView> {
  const granted = await deps.exceptions.find(id)
  if (!granted) throw exceptionNotFound()
  return viewOf(deps, granted)
}

async function viewOf(deps: AdministrationDeps, granted: GrantedException): Promise<ExceptionView> {
  const { id, demands, reason, until, requestedAt, uses, lastUsedAt, endReason } = granted
  const [account, application, requestedBy, approvedBy, endedBy] = await Promise.all([
    deps.accounts.find(granted.accountId),
    granted.applicationId && deps.applications.find(granted.applicationId),
    nameOfActor(deps, granted.requestedBy),
    granted.approvedBy === undefined ? undefined : nameOfActor(deps, granted.approvedBy),
    granted.endedBy === undefined ? undefined : nameOfActor(deps, granted.endedBy),
  ])
  return {
    id,
    account: account?.name ?? granted.accountId,
    ...(granted.applicationId ? { application: application?.name ?? granted.applicationId } : {}),
    demands,
    idle: demands.filter((demand) => !isDemanded(deps.policy, demand)),
    state: stateOf(granted, deps.storage.clock.now()),
    reason,
    until,
    requestedBy,
    requestedAt,
    ...(approvedBy === undefined ? {} : { approvedBy }),
    ...(endedBy === undefined ? {} : { endedBy }),
    ...(endReason === undefined ? {} : { endReason }),
    uses,
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
  }
}

function stateOf({ approvedAt, endedAt, until }: GrantedException, now: number): ExceptionState {
  if (endedAt !== undefined) return approvedAt === undefined ? 'refused' : 'ended'
  if (until <= now) return 'expired'
  return approvedAt === undefined ? 'requested' : 'in-force'
}
