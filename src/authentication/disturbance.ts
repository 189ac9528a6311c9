import type { Factor } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import { type Lane, type LaneState, mayTry, questionsLane } from '../throttle/index.ts'
import type { AuthenticationDeps } from './deps.ts'
import { questionStands, questionTooSoon } from './errors.ts'
import type { Attempt } from './schema.ts'

type DisturbDeps = Pick<AuthenticationDeps, 'storage' | 'throttle' | 'attempts'>

/** An attempt whose owner may be disturbed: the first factor is proved. */
type Asking = Pick<Attempt, 'id' | 'accountId' | 'ownerKey'>

const hour = 3_600_000

/**
 * What a question costs that makes its owner's devices call for attention: one stands at a time, so many fit into an
 * hour, and each that does not end well makes the next one wait longer. What was read here must still hold when
 * it is booked, so that nodes that ask at once ring once. Throws `challenge.stands` or `challenge.too-soon`.
 */
export async function disturbanceOf(
  deps: DisturbDeps,
  factor: Factor,
  attempt: Asking,
): Promise<readonly Statement[]> {
  const { disturbs } = factor.traits
  const { accountId } = attempt
  if (!disturbs || !accountId) return []
  const at = deps.storage.clock.now()
  const other = await deps.attempts.findQuestion(accountId, factor.id)
  if (other && other.attemptId !== attempt.id) throw questionStands(other.expiresAt - at)
  const lane = laneOf(factor, { accountId, ownerKey: attempt.ownerKey })
  const budget = { id: `questions|${accountId}|${factor.id}`, limit: disturbs.perHour, window: hour }
  const state = (await deps.throttle.read([lane])).get(lane.id)
  const wait = Math.max(pauseIn(lane, state, at), await deps.throttle.waitFor([budget], at))
  if (wait > 0) throw questionTooSoon(wait)
  return [
    deps.attempts.expectNoQuestion(accountId, factor.id, attempt.id, at),
    deps.throttle.expectNoFailureSince(lane, state),
    deps.throttle.take(budget, at),
    deps.throttle.failureIn(lane, at),
  ]
}

/** A question that ended well: the pauses begin anew. */
export function questionEndedWell(
  deps: Pick<DisturbDeps, 'throttle'>,
  factor: Factor,
  attempt: Omit<Asking, 'id'>,
): readonly Statement[] {
  return factor.traits.disturbs ? [deps.throttle.clear(laneOf(factor, attempt))] : []
}

/** A question that was turned down weighs twice. */
export function questionTurnedDown(
  deps: DisturbDeps,
  factor: Factor,
  accountId: Id<'account'>,
): readonly Statement[] {
  const lane = laneOf(factor, { accountId, ownerKey: accountId })
  return factor.traits.disturbs ? [deps.throttle.failureIn(lane, deps.storage.clock.now())] : []
}

function laneOf(factor: Factor, { accountId, ownerKey }: Omit<Asking, 'id'>): Lane {
  return questionsLane({ key: ownerKey, accountId }, factor.id)
}

function pauseIn(lane: Lane, state: LaneState | undefined, at: number): number {
  const allowed = mayTry(lane, state, at)
  return allowed.allowed ? 0 : (allowed.wait ?? hour)
}
