import type { Account } from '../accounts/index.ts'
import type { Factor } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import {
  accountLane,
  type DeviceLane,
  type Lane,
  mayTry,
  type Owner,
  passwordLanes,
  relayLane,
  type Whence,
} from '../throttle/index.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { throttled } from './errors.ts'
import type { Attempt } from './schema.ts'

/** Lanes in which a try is due, with the statements that a failure or a success books there. */
export interface CheckedLanes {
  failed(): readonly Statement[]
  readonly cleared: readonly Statement[]
}

/** Where a try of this factor is counted: by source or device before the first factor, by account after it. */
export function lanesFor(
  deps: Pick<AuthenticationDeps, 'directories'>,
  factor: Factor,
  attempt: Pick<Attempt, 'accountId' | 'ownerKey' | 'applicationId' | 'purpose'>,
  from: {
    readonly account: Account | undefined
    readonly surroundings: Surroundings
    readonly device: DeviceLane | undefined
  },
): readonly Lane[] {
  if (!factor.traits.guessable) return []
  const owner = { key: attempt.ownerKey, accountId: attempt.accountId }
  if (!factor.traits.first) return [accountLane(owner)]
  const { account, device, surroundings } = from
  // A system that asks for all its people stands between us and them: it has a budget of its own (R19).
  const application = attempt.purpose === 'verify' ? attempt.applicationId : undefined
  const whence = { device, source: surroundings.source ?? 'local', application }
  return firstLanes(deps, { owner, account }, whence)
}

/**
 * Where a wrong password is counted: here, and where a directory judges it, also against what it takes before it locks
 * somebody (R14). A name that nobody has may be one of theirs, as far as strangers can tell.
 */
export function firstLanes(
  { directories }: Pick<AuthenticationDeps, 'directories'>,
  { owner, account }: { readonly owner: Owner; readonly account: Account | undefined },
  whence: Whence,
): readonly Lane[] {
  const judge = account ? directories.find(account.directory) : directories.all[0]
  const relayed = judge ? [relayLane(owner, judge.lockOut, whence)] : []
  return [...passwordLanes(owner, whence), ...relayed]
}

/** Whether wrong answers are counted against the authenticator; those at a first factor are the lanes' alone. */
export function isGuessed({ traits }: Pick<Factor, 'traits'>): boolean {
  return traits.guessable && !traits.first
}

/** Where an operation that is given a code counts a wrong one; a password has its own budget. */
export function operationLanes({ traits }: Factor, accountId: Id<'account'>): readonly Lane[] {
  return isGuessed({ traits }) ? [accountLane({ key: accountId, accountId })] : []
}

/** Throws `throttled` unless every lane has a try left now: before anything is judged. */
export async function checkLanes(
  deps: Pick<AuthenticationDeps, 'storage' | 'throttle'>,
  lanes: readonly Lane[],
): Promise<CheckedLanes> {
  if (lanes.length === 0) return { failed: () => [], cleared: [] }
  const at = deps.storage.clock.now()
  const states = await deps.throttle.read(lanes)
  for (const lane of lanes) {
    const allowed = mayTry(lane, states.get(lane.id), at)
    if (!allowed.allowed) throw throttled(allowed.wait)
  }
  const counting = lanes.filter((lane) => isEndedBySuccess(lane) && (states.get(lane.id)?.failures ?? 0) > 0)
  return {
    failed: () => lanes.map((lane) => deps.throttle.failureIn(lane, at)),
    cleared: counting.map((lane) => deps.throttle.clear(lane)),
  }
}

/** A year's budget is not given back by a right answer (R19); a row of failures is. */
function isEndedBySuccess({ delays, window }: Lane): boolean {
  return delays || window !== undefined
}
