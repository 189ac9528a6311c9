import type { Account } from '../accounts/index.ts'
import {
  type Attempt,
  endedWith,
  livingAttempt,
  notSatisfied,
  occasionOf,
  type Surroundings,
  satisfiedBy,
  situationOf,
} from '../authentication/index.ts'
import { type Authenticator, authenticatorNotFound, mayChange } from '../authenticators/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Session } from '../sessions/index.ts'
import type { Statement } from '../storage/index.ts'
import { isSecondFactor } from './bind.ts'
import { bookOwn, type Changing } from './book-own.ts'
import type { EnrolmentDeps } from './deps.ts'
import { authenticatorNotActive, authenticatorNotLost } from './errors.ts'
import { ownAccountAtBar } from './own-account.ts'

/** Who may report a loss: a session fresh at the bar, or a sign-in that has come through both doors (R11). */
export type LossAuthority =
  | { readonly by: 'session'; readonly session: Session }
  | { readonly by: 'attempt'; readonly secret: string }

export interface LossInput {
  readonly authenticatorId: Id<'authenticator'>
  readonly surroundings: Surroundings
}

/**
 * Its owner says that an authenticator is lost: it proves nothing from here on, and all that began with it is over
 * (N-24). It keeps counting for the bar until it is removed there, by a recovery, or by a reset (R1, R11).
 */
export async function reportLost(
  deps: EnrolmentDeps,
  input: LossInput & { readonly authority: LossAuthority },
): Promise<void> {
  const reporter = await reporterOf(deps, input)
  const { account, authenticators, attempt } = reporter
  const row = ownSecondFactor(deps, authenticators, input.authenticatorId)
  if (!mayChange(row, 'lose')) throw authenticatorNotActive()
  // A sign-in in progress goes on, anew: what it proved with the lost one counts for nothing any more.
  const at = deps.storage.clock.now()
  const own = attempt ? [deps.attempts.bookProgress(attempt, { proved: [], failed: false }, at)] : []
  const statements = [...own, ...(await lossOf(deps, account, row, input.surroundings, attempt?.id))]
  const booked = await bookOwn(deps, reporter, row, statements, 'authenticator.lost')
  if (!booked) throw authenticatorNotActive()
}

/** Found again: a fresh proof at the bar, by another factor, makes it active. */
export async function reportFound(
  deps: EnrolmentDeps,
  input: LossInput & { readonly session: Session },
): Promise<void> {
  const own = await ownAccountAtBar(deps, input.session)
  const { account, authenticators } = own
  const row = ownSecondFactor(deps, authenticators, input.authenticatorId)
  if (!mayChange(row, 'find')) throw authenticatorNotLost()
  const values = changeOf(deps, account, row, input.surroundings)
  const told = await deps.notices.tell(account, { template: 'factor.found', values })
  const statements = [deps.authenticators.move(row, 'find'), ...told]
  if (!(await bookOwn(deps, own, row, statements, 'authenticator.found'))) throw authenticatorNotLost()
}

/** What a loss changes, for the booking of whoever reports it. Attempts end, save the one that reports it. */
export async function lossOf(
  deps: EnrolmentDeps,
  account: Account,
  row: Authenticator,
  surroundings: Surroundings,
  except?: Id<'attempt'>,
): Promise<readonly Statement[]> {
  const values = changeOf(deps, account, row, surroundings)
  return [
    deps.authenticators.move(row, 'lose'),
    ...endedWith(deps, account.id, row),
    deps.attempts.cancelAll(account.id, except),
    ...(await deps.notices.tell(account, { template: 'factor.lost', values })),
  ]
}

interface Reporter extends Changing {
  readonly authenticators: readonly Authenticator[]
  readonly attempt?: Attempt
}

async function reporterOf(
  deps: EnrolmentDeps,
  { authority, surroundings }: LossInput & { readonly authority: LossAuthority },
): Promise<Reporter> {
  if (authority.by === 'session') return ownAccountAtBar(deps, authority.session)
  const situation = await situationOf(deps, await livingAttempt(deps, authority.secret), surroundings)
  const { account, authenticators, attempt } = situation
  const satisfied = satisfiedBy(situation)
  // A browser that is remembered shows no second factor, and so reports none lost (R11).
  if (!account || !satisfied || satisfied.remembered) throw notSatisfied()
  return { account, authenticators, attempt }
}

/** One's own, at the second door; anyone else's does not exist. A password is changed, not lost. */
function ownSecondFactor(
  deps: EnrolmentDeps,
  authenticators: readonly Authenticator[],
  id: Id<'authenticator'>,
): Authenticator {
  const row = authenticators.find((one) => one.id === id && one.status !== 'pending')
  if (!row || !isSecondFactor(deps, row)) throw authenticatorNotFound()
  return row
}

function changeOf(deps: EnrolmentDeps, account: Account, row: Authenticator, surroundings: Surroundings) {
  const factor = deps.factors.find(row.factor)?.guide.name ?? row.factor
  const happening = { account, surroundings, at: deps.storage.clock.now() }
  return { ...occasionOf(happening), factor, label: row.label }
}
