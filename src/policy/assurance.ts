import type { Kind } from '../factors/factor.ts'
import type { Proved } from './facts.ts'

/**
 * NIST SP 800-63B-4 §2: 1 is a single factor; 2 is two different kinds of them; 3 is two kinds, one of them a key that
 * cannot be phished nor copied out of hardware that was attested.
 */
export type Assurance = 0 | 1 | 2 | 3

/** What proofs have in common with authenticators where only their kinds matter. */
interface Shown {
  readonly role: 'factor' | 'recovery'
  readonly kinds: readonly Kind[]
  readonly channel?: string | undefined
}

/** What makes a proof one of hardware (N-06, R20). */
type Hardware = Pick<Proved, 'phishingResistant' | 'deviceBound' | 'attested'>

/**
 * Two of one kind stay one; something of the body counts only beside something held (N-04, N-27). Two over one channel
 * are the same thing shown twice. `recovery` may stand beside a password where policy allows it, and never reaches 3.
 */
export function assuranceOf(shown: readonly (Shown & Partial<Hardware>)[]): Assurance {
  const apart = independent(shown)
  const kinds = new Set(apart.flatMap((one) => one.kinds))
  if (kinds.size === 0) return 0
  if (kinds.size === 1) return kinds.has('is') ? 0 : 1
  if (!kinds.has('has')) return 1
  const recovered = apart.some((one) => one.role === 'recovery')
  return !recovered && apart.some(isHardware) ? 3 : 2
}

/** RFC 8176: what really happened; `mfa` only for two different kinds, and not where recovery stood in. */
export function amrOf(proved: readonly Proved[], assurance: Assurance): readonly string[] {
  const values = new Set(independent(proved).flatMap((proof) => proof.amr))
  const recovered = proved.some((proof) => proof.role === 'recovery')
  if (assurance >= 2 && !recovered) values.add('mfa')
  return [...values].sort()
}

function isHardware({ phishingResistant, deviceBound, attested }: Partial<Hardware>): boolean {
  return phishingResistant === true && deviceBound === true && attested === true
}

/** Of several over one channel the first counts: one mailbox, one number, one device (N-04). */
function independent<One extends Shown>(shown: readonly One[]): readonly One[] {
  return shown.filter(
    (one, index) =>
      one.channel === undefined || shown.findIndex((other) => other.channel === one.channel) === index,
  )
}
