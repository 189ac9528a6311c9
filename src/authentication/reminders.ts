import { type ReasonId, reason } from '../policy/index.ts'
import type { AuthenticationDeps } from './deps.ts'
import { typedFirstFactor } from './first-factor.ts'
import type { ShownNotice } from './outcome.ts'
import type { Situation } from './situation.ts'

const elsewhere = 'mfa.weak-password-elsewhere' satisfies ReasonId

/** What whoever comes in should know: a password that others may know, and that only its directory can change. */
export function remindersOf(
  { factors }: Pick<AuthenticationDeps, 'factors'>,
  { requirement, authenticators }: Situation,
): readonly ShownNotice[] {
  const password = typedFirstFactor(factors)
  const first = authenticators.find((row) => row.factor === password?.id)
  if (!first || !requirement.because.some(({ id }) => id === elsewhere)) return []
  return [{ factor: first.factor, id: elsewhere, text: reason(elsewhere).text, values: {} }]
}
