import { SallyportError } from '../kernel/errors.ts'
import type { Id } from '../kernel/ids.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import type { Judged } from './judge.ts'

/** Whose refusal it is: an attempt, or a call that needs none. */
export interface Whose {
  readonly id?: Id<'attempt'>
  readonly accountId: Id<'account'> | undefined
  readonly ownerKey: string
  readonly applicationId: Id<'application'>
}

/** How a refusal is recorded. */
export interface RecordedRefusal {
  readonly statements: readonly Statement[]
  readonly events: readonly AuditEntry[]
}

/**
 * After a proven first factor each refusal is an event of its own. Before it, refusals are counted per account,
 * source, reason and minute in reserved space, so that an outsider cannot fill the disk (R16, G13).
 */
export function recordRefusal(
  deps: Pick<AuthenticationDeps, 'audit'>,
  whose: Whose,
  judged: Judged,
  surroundings: Surroundings,
): RecordedRefusal {
  const { verdict, question, at } = judged
  const reason = verdict.accepted ? 'accepted' : verdict.reason
  if (question.standing === 'unproven') {
    const counted = { at, whose, surroundings, reason: `${question.factor.id}.${reason}` }
    return { statements: [countRefused(deps, counted)], events: [] }
  }
  const [only, ...others] = judged.compared
  const event: AuditEntry = {
    at,
    event: 'proof.refused',
    outcome: 'refused',
    reason,
    actor: whose.accountId ?? 'unknown',
    applicationId: whose.applicationId,
    ...(whose.id ? { attemptId: whose.id } : {}),
    ...(whose.accountId ? { accountId: whose.accountId } : {}),
    ...(only && others.length === 0 ? { authenticatorId: only.id } : {}),
    ...(surroundings.source ? { source: surroundings.source } : {}),
    details: { factor: question.factor.id, door: surroundings.door, compared: judged.compared.length },
  }
  return { statements: [], events: [event] }
}

/** Why a try was not judged: it came before its time, or what judges it could not be asked. */
export type Unjudged = 'throttled' | 'unavailable'

/** Has a try that was not judged recorded before it is refused; it costs nothing more (G13). */
export async function noting<T>(
  run: () => Promise<T>,
  record: (because: Unjudged) => Promise<unknown>,
): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const because = unjudgedBecause(error)
    if (because) await record(because)
    throw error
  }
}

export function unjudgedBecause(error: unknown): Unjudged | undefined {
  if (!(error instanceof SallyportError)) return undefined
  if (error.code === 'throttled') return 'throttled'
  if (error.code !== 'factor.unavailable') return undefined
  return unjudgedBecause(error.cause) ?? 'unavailable'
}

/** A try that was not judged, still recorded (G13). */
export async function bookUnjudged(
  deps: Pick<AuthenticationDeps, 'audit' | 'storage'>,
  whose: Whose,
  surroundings: Surroundings,
  because: Unjudged,
): Promise<void> {
  const counted = { at: deps.storage.clock.now(), whose, surroundings, reason: because }
  await deps.storage.book({ statements: [countRefused(deps, counted)], locks: [whose.ownerKey] })
}

/** Counts a refusal of which nothing more is to be told: an outsider can cause any number of them. */
export function countRefused(
  { audit }: Pick<AuthenticationDeps, 'audit'>,
  refused: {
    readonly at: number
    readonly whose: Whose
    readonly surroundings: Surroundings
    readonly reason: string
  },
): Statement {
  const { at, whose, surroundings, reason } = refused
  const { ownerKey, accountId } = whose
  return audit.countRefusal({ at, ownerKey, accountId, source: surroundings.source, reason })
}
