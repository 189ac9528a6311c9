import type { AuditEntry } from '../storage/index.ts'
import type { Surroundings } from './deps.ts'
import { whenceReferred } from './refer.ts'
import type { Situation } from './situation.ts'

/** A sign-in that a rule ended behind the first door: for whoever asks why (G13). */
export function deniedEvent(situation: Situation, surroundings: Surroundings, at: number): AuditEntry {
  const { attempt, application, referral } = situation
  return {
    at,
    event: 'attempt.denied',
    outcome: 'refused',
    reason: 'policy.denied',
    actor: attempt.accountId ?? 'unknown',
    applicationId: application.id,
    attemptId: attempt.id,
    ...(attempt.accountId ? { accountId: attempt.accountId } : {}),
    ...(surroundings.source ? { source: surroundings.source } : {}),
    details: { door: whenceReferred(surroundings, referral).door, because: reasonsIn(situation) },
  }
}

/** The ids of what was asked for, in one line. */
export function reasonsIn({ requirement }: Pick<Situation, 'requirement'>): string {
  return requirement.because.map(({ id }) => id).join(', ')
}
