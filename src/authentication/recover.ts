import { newId } from '../kernel/ids.ts'
import type { Recovered } from '../policy/index.ts'
import type { AuditEntry } from '../storage/index.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { notSatisfied } from './errors.ts'
import type { Rebind } from './rebinds-store.ts'
import { retrying } from './retry.ts'
import type { Completion } from './schema.ts'
import { recoveredBy, type Situation, situationOf } from './situation.ts'
import { livingAttempt } from './start.ts'

export interface RecoverInput {
  readonly secret: string | undefined
  readonly surroundings: Surroundings
}

/** What a recovery yields. Its token is shown once. */
export interface BegunRebind {
  readonly completion: Completion
  readonly rebind: Rebind
  readonly token: string
}

/**
 * Ends an attempt in which a way of recovery, or a mailed link, stood in for a factor, for the holder of its secret: what
 * comes of it is the right to rebind, and no session (R11). Throws `attempt.not-satisfied` where that is not what was proved.
 */
export async function recoverAccount(deps: AuthenticationDeps, input: RecoverInput): Promise<BegunRebind> {
  const { ownerKey } = await livingAttempt(deps, input.secret)
  return deps.queue(ownerKey, () => retrying(() => recoverOnce(deps, input)))
}

async function recoverOnce(deps: AuthenticationDeps, input: RecoverInput): Promise<BegunRebind | 'lost'> {
  const attempt = await livingAttempt(deps, input.secret)
  const situation = await situationOf(deps, attempt, input.surroundings)
  const recovered = recoveredBy(deps.policy, situation)
  if (!recovered) throw notSatisfied()
  const at = deps.storage.clock.now()
  const completion: Completion = {
    id: newId<'completion'>({ clock: deps.storage.clock, random: deps.random }),
    attemptId: attempt.id,
    accountId: recovered.accountId,
    applicationId: situation.application.id,
    purpose: 'recovery',
  }
  const issued = deps.rebinds.issue(recovered, completion.id, attempt.forgotten)
  const outcome = await deps.storage.book({
    statements: [
      deps.accounts.expectActiveEpoch(recovered.accountId, attempt.epoch),
      deps.attempts.complete(attempt, situation.attempt.proved, at),
      deps.attempts.insertCompletion(completion, recovered, at),
      ...issued.statements,
    ],
    events: [begunEvent(situation, recovered, input.surroundings, at)],
    locks: [attempt.ownerKey, attempt.id],
  })
  if (outcome === 'refused') return 'lost'
  return { completion, rebind: issued.rebind, token: issued.token }
}

function begunEvent(
  { attempt, application }: Situation,
  recovered: Recovered,
  surroundings: Surroundings,
  at: number,
): AuditEntry {
  return {
    at,
    event: 'recovery.begun',
    outcome: 'accepted',
    actor: recovered.accountId,
    accountId: recovered.accountId,
    applicationId: application.id,
    attemptId: attempt.id,
    ...(surroundings.source ? { source: surroundings.source } : {}),
    details: { door: surroundings.door, factors: recovered.factors.join(' ') },
  }
}
