import type { Id } from '../kernel/ids.ts'
import { deferralAfter, type Proved, type Satisfied, type Waiting } from '../policy/index.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import type { AuthenticationDeps } from './deps.ts'
import { type Situation, satisfiedBy } from './situation.ts'

/** What ends an attempt. */
export interface Readiness {
  readonly situation: Situation
  readonly satisfied: Satisfied
  /** What is put off by it. */
  readonly putOff: readonly Waiting[]
}

/**
 * What is proved is enough; or it is with what may wait put off, where whoever signs in says so. Undefined while
 * something is missing.
 */
export function readinessOf(
  situation: Situation,
  proved: readonly Proved[],
  { putOff = false }: { readonly putOff?: boolean | undefined },
): Readiness | undefined {
  const satisfied = satisfiedBy(situation, proved)
  if (satisfied) return { situation, satisfied, putOff: [] }
  const { grace } = situation.requirement
  if (!putOff || !grace) return undefined
  const meanwhile = { ...situation, requirement: grace.meanwhile }
  const enough = satisfiedBy(meanwhile, proved)
  return enough && { situation: meanwhile, satisfied: enough, putOff: grace.waiting }
}

/** Booked with the completion, or not at all: of two that put off for the last time one is refused (G2). */
export function putOffStatements(
  deps: Pick<AuthenticationDeps, 'deferrals'>,
  accountId: Id<'account'>,
  waiting: readonly Waiting[],
  at: number,
): readonly Statement[] {
  return waiting.map((one) => deps.deferrals.putOff(accountId, one, at))
}

export function putOffEvents(
  { account, attempt, application }: Situation,
  waiting: readonly Waiting[],
  at: number,
): readonly AuditEntry[] {
  if (!account) return []
  return waiting.map((one) => ({
    at,
    event: 'enrolment.put-off',
    outcome: 'done',
    actor: account.id,
    accountId: account.id,
    applicationId: application.id,
    attemptId: attempt.id,
    details: {
      demand: one.demand,
      times: deferralAfter(one, at).times,
      ...(one.until === undefined ? {} : { until: new Date(one.until).toISOString() }),
    },
  }))
}
