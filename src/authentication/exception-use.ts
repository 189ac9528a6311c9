import type { Requirement } from '../policy/index.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import type { AuthenticationDeps } from './deps.ts'

/**
 * The exceptions that an acceptance rests on: their use is booked with it, and refuses it where one of them was taken
 * back since it was decided (R3).
 */
export function usesOf(
  deps: Pick<AuthenticationDeps, 'exceptions'>,
  { exceptions }: Pick<Requirement, 'exceptions'>,
  accepted: Omit<AuditEntry, 'event' | 'outcome' | 'details'>,
): { readonly statements: readonly Statement[]; readonly events: readonly AuditEntry[] } {
  return {
    statements: exceptions.map(({ id }) => deps.exceptions.use(id)),
    events: exceptions.map(({ id, demands }) => ({
      ...accepted,
      event: 'policy.exception-used',
      outcome: 'accepted',
      details: { exception: id, demands: demands.join(', ').slice(0, 500) },
    })),
  }
}
