import { inScope } from '../../authentication/index.ts'
import type { Requirement } from '../../policy/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { couldAnswer, type Holder } from '../holder.ts'
import { type Recorded, scopeThen } from './recorded.ts'
import type { Outcome } from './tally.ts'

/** What is needed, of whom has not shown it, comes to. */
export function outcomeOf(
  deps: AdministrationDeps,
  need: Requirement,
  recorded: Recorded,
  { authenticators }: Holder,
): Outcome {
  if (need.deny) return 'denied'
  if (recorded.purpose === 'verify') return 'refused'
  if (inScope(authenticators, scopeThen(recorded)).some((row) => couldAnswer(deps, need, row))) return 'asked'
  return need.enrolment === 'by-invitation' ? 'invited' : 'setUp'
}
