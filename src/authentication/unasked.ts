import { type Authenticator, openCandidate } from '../authenticators/index.ts'
import type { Factor } from '../factors/factor.ts'
import type { AuthenticationDeps } from './deps.ts'

/** Whether an authenticator answers without a question: what was not asked cannot be right, and costs nobody a try (G15). */
export function answersUnasked(
  { box }: Pick<AuthenticationDeps, 'box'>,
  factor: Factor,
  row: Authenticator,
): boolean {
  if (!factor.challenge) return true
  const candidate = factor.asks && openCandidate(box, factor, row)
  return candidate !== undefined && factor.asks?.(candidate.data) === false
}
