import type { Kind } from '../factors/factor.ts'

/** NIST SP 800-63B-4 §2: 1 is a single factor, 2 is two different kinds of them. */
export type Assurance = 0 | 1 | 2

/** What proofs have in common with authenticators where only their kinds matter. */
interface Shown {
  readonly role: 'factor' | 'recovery'
  readonly kinds: readonly Kind[]
}

/**
 * Two of one kind stay one; something of the body counts only beside something held (N-04, N-27).
 * `recovery` may stand beside a password where policy allows it.
 */
export function assuranceOf(shown: readonly Shown[]): Assurance {
  const kinds = new Set(shown.flatMap((one) => one.kinds))
  if (kinds.size === 0) return 0
  if (kinds.size === 1) return kinds.has('is') ? 0 : 1
  return kinds.has('has') ? 2 : 1
}
