import type { Account } from '../accounts/index.ts'
import { busy, endedWith, noting, operate, retrying, type Surroundings } from '../authentication/index.ts'
import {
  type Authenticator,
  authenticatorNotFound,
  mayChange,
  openCandidate,
} from '../authenticators/index.ts'
import {
  type AuthenticatorView,
  authenticatorView,
  enrolmentRefused,
  operationUnknown,
} from '../enrolment/index.ts'
import type { Factor, Operation } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import { actorName } from './actor.ts'
import { type ApprovedAct, approvedFor } from './approval.ts'
import { bookBy } from './book.ts'
import type { AdministrationDeps } from './deps.ts'
import { factorNotKnown, standingUnchanged, voidSinceRestore } from './errors.ts'
import { someoneElse } from './other-account.ts'
import { renewalOf } from './restore/row-renewal.ts'
import type { SubjectInput } from './subject.ts'

const permission = { role: 'help-desk', scope: 'authenticators:care', changes: true } as const

/** One authenticator of somebody else, and why it is touched. */
export interface CareInput extends SubjectInput {
  readonly authenticatorId: Id<'authenticator'>
}

/** An authenticator as those who help see it: with what they may do to it. */
export interface CaredForView extends AuthenticatorView {
  readonly helps: readonly string[]
  /** Another house says who they are: an administrator may tie and untie such. */
  readonly tied?: {
    /** Who has tied it; absent where its owner has shown both to be theirs. */
    readonly by?: string
  }
}

/** With the operations that its factor offers whoever helps. */
export function caredForView(
  deps: Pick<AdministrationDeps, 'factors' | 'box' | 'authenticators'>,
  row: Authenticator,
): CaredForView {
  const helps = helpsOf(deps.factors.find(row.factor)).map(({ id }) => id)
  return { ...authenticatorView(deps, row), helps }
}

function helpsOf(factor: Factor | undefined): readonly Operation<unknown>[] {
  return factor?.operations?.filter((one) => one.permission === 'administrator') ?? []
}

/**
 * Holds an authenticator back: it opens nothing, what it has opened is shut, and its owner still has to open as many
 * doors (G6). Of an administrator's, two have to ask for it: one could shut out all others (R11).
 */
export async function suspendAuthenticator(deps: AdministrationDeps, input: CareInput): Promise<void> {
  const { account, row } = await patient(deps, input)
  await moved(deps, input, account, row, 'suspend', [
    deps.authenticators.move(row, 'suspend'),
    ...(await agreedBy(deps, input, account, 'authenticator-suspend')),
    deps.attempts.cancelAll(account.id),
    ...endedWith(deps, account.id, row),
  ])
}

/**
 * Lets it go again; of an administrator's, two have to ask for it (R11). What a restore could not renew is renewed first
 * (R17): throws `authenticator.factor-unknown` while nobody here knows its factor.
 */
export async function resumeAuthenticator(deps: AdministrationDeps, input: CareInput): Promise<void> {
  const { account, row } = await patient(deps, input)
  const move = row.stale ? revival(deps, row) : [deps.authenticators.move(row, 'resume')]
  const agreed = await agreedBy(deps, input, account, 'authenticator-resume')
  await moved(deps, input, account, row, row.stale ? 'revive' : 'resume', [...move, ...agreed])
}

/** Renewed and let go in one write: nobody ever sees it between the two. */
function revival(deps: AdministrationDeps, row: Authenticator): readonly Statement[] {
  const factor = deps.factors.find(row.factor)
  if (!factor) throw factorNotKnown(row.factor)
  const renewal = renewalOf(deps, factor, row, 'revive')
  if (renewal === 'void') throw voidSinceRestore()
  return renewal.length > 0 ? renewal : [deps.authenticators.move(row, 'revive')]
}

async function moved(
  deps: AdministrationDeps,
  input: CareInput,
  account: Account,
  row: Authenticator,
  move: 'suspend' | 'resume' | 'revive',
  statements: readonly Statement[],
): Promise<void> {
  if (!mayChange(row, move)) throw standingUnchanged()
  const change = move === 'suspend' ? 'suspended' : 'resumed'
  if (!(await booked(deps, input, { account, row, statements, change }))) throw busy()
}

export interface HelpInput extends CareInput {
  readonly operation: string
  readonly input: unknown
  readonly surroundings: Surroundings
}

/**
 * Runs an operation that the factor offers whoever helps: finding a token again, taking its PIN off. A wrong code in
 * here is a guess like any other.
 */
export async function helpWithAuthenticator(deps: AdministrationDeps, input: HelpInput): Promise<void> {
  await deps.queue(input.accountId, () => retrying(() => helpRound(deps, input)))
}

async function helpRound(deps: AdministrationDeps, input: HelpInput): Promise<'done' | 'lost'> {
  const { account, row } = await patient(deps, input)
  const factor = deps.factors.find(row.factor)
  const operation = helpsOf(factor).find(({ id }) => id === input.operation)
  const candidate = factor && openCandidate(deps.box, factor, row)
  if (!factor || !operation || !candidate || row.status !== 'active') throw operationUnknown()
  const agreed = await approvedFor(deps, input, account, 'authenticator-help', `${operation.id}-${row.id}`)
  const application = await deps.portal()
  const operating = { factor, operation, account, application, row, candidate }
  const operated = await noting(
    () => operate(deps, { ...operating, input: input.input, surroundings: input.surroundings }),
    (refused) => booked(deps, input, { account, row, statements: [], refused }),
  )
  const { accepted, statements } = operated
  if (accepted) {
    const booking = { account, row, statements: [...statements, ...agreed], change: 'changed' } as const
    return (await booked(deps, input, booking)) ? 'done' : 'lost'
  }
  if (!(await booked(deps, input, { account, row, statements, refused: 'judged' }))) return 'lost'
  throw enrolmentRefused(operated.notices)
}

/** Somebody else's authenticator, for an actor with at least the rights of whose it is. */
async function patient(
  deps: AdministrationDeps,
  input: CareInput,
): Promise<{ readonly account: Account; readonly row: Authenticator }> {
  const account = await someoneElse(deps, input, permission)
  const rows = await deps.authenticators.ofAccount(account.id)
  const row = rows.find(({ id, status }) => id === input.authenticatorId && status !== 'pending')
  if (!row) throw authenticatorNotFound()
  return { account, row }
}

function agreedBy(deps: AdministrationDeps, input: CareInput, account: Account, act: ApprovedAct) {
  return approvedFor(deps, input, account, act, input.authenticatorId)
}

interface Booking {
  readonly account: Account
  readonly row: Authenticator
  readonly statements: readonly Statement[]
  /** What its owner is told; undefined where nothing has changed. */
  readonly change?: 'suspended' | 'resumed' | 'changed'
  readonly refused?: 'judged' | 'throttled' | 'unavailable'
}

async function booked(
  deps: AdministrationDeps,
  input: CareInput & { readonly operation?: string },
  { account, row, statements, change, refused }: Booking,
): Promise<boolean> {
  const at = deps.storage.clock.now()
  const factor = deps.factors.find(row.factor)?.guide.name ?? row.factor
  const values = { at, account: account.name, factor, label: row.label }
  const told = change
    ? await deps.notices.tell(account, { template: 'factor.in-care', values: { ...values, change } })
    : []
  const outcome = await bookBy(deps, input.actor, {
    // A role that changed meanwhile raised the epoch: then other rights are asked for (R11).
    statements: [deps.accounts.expectEpoch(account.id, account.epoch), ...statements, ...told],
    events: [
      {
        at,
        event: `authenticator.${change ?? 'help-refused'}`,
        outcome: change ? 'done' : 'refused',
        ...(refused ? { reason: refused } : {}),
        actor: actorName(input.actor),
        accountId: account.id,
        authenticatorId: row.id,
        details: {
          factor: row.factor,
          ...(input.operation ? { operation: input.operation } : {}),
          reason: input.reason.slice(0, 500),
        },
      },
    ],
    locks: [account.id, row.id],
  })
  return outcome === 'booked'
}
