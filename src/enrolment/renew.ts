import {
  livingAttempt,
  operate,
  type Progress,
  progressOf,
  renewableNow,
  retrying,
  type Surroundings,
  situationOf,
} from '../authentication/index.ts'
import { openCandidate } from '../authenticators/index.ts'
import { bookOwn } from './book-own.ts'
import type { EnrolmentDeps } from './deps.ts'
import { enrolmentRefused, nothingToRenew } from './errors.ts'
import { firstFactorChanged } from './first-factor-changed.ts'

export interface RenewInput {
  readonly secret: string | undefined
  /** What its factor asks for: another password. */
  readonly input: unknown
  readonly surroundings: Surroundings
}

/**
 * Replaces what has to be replaced before a sign-in is complete, in that sign-in, which has shown all that it must. The
 * old one, whatever it has opened half, and all other sessions are over with the same booking (N-09, R3). Throws
 * `attempt.nothing-to-renew` where nothing is due yet, and `enrolment.refused` with what is wrong with the new one.
 */
export async function renew(
  deps: EnrolmentDeps,
  input: RenewInput,
): Promise<{ readonly progress: Progress }> {
  const { ownerKey } = await livingAttempt(deps, input.secret)
  await deps.queue(ownerKey, () => retrying(() => renewRound(deps, input)))
  const attempt = await livingAttempt(deps, input.secret)
  return { progress: await progressOf(deps, await situationOf(deps, attempt, input.surroundings)) }
}

async function renewRound(
  deps: EnrolmentDeps,
  { secret, input, surroundings }: RenewInput,
): Promise<'renewed' | 'lost'> {
  const situation = await situationOf(deps, await livingAttempt(deps, secret), surroundings)
  const due = renewableNow(deps, situation)
  const factor = due && deps.factors.find(due.row.factor)
  const candidate = factor && openCandidate(deps.box, factor, due.row)
  const { account, application } = situation
  if (!due || !candidate || !account) throw nothingToRenew()

  const operating = { factor, operation: due.operation, account, application, row: due.row, candidate }
  const operated = await operate(deps, { ...operating, input, surroundings })
  if (!operated.accepted) throw enrolmentRefused(operated.notices)
  const { attempt } = situation
  const statements = [
    ...operated.statements,
    // As it was looked at: of two at a time one is booked, and none in an attempt that has ended meanwhile (R3).
    deps.attempts.bookProgress(attempt, { proved: [], failed: false }, deps.storage.clock.now()),
    ...(await firstFactorChanged(deps, account, { attempt: attempt.id, session: attempt.sessionId })),
  ]
  return (await bookOwn(deps, { account }, due.row, statements, 'authenticator.renewed')) ? 'renewed' : 'lost'
}
