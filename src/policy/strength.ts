import type { Kind, Strength, Traits } from '../factors/factor.ts'

type Promised = Pick<Traits, 'role' | 'kinds' | 'phishingResistant' | 'restricted'>

/** A factor that this installation does not know counts as the strongest: unknown matches every demand (R15). */
const strongest: Promised = { role: 'factor', kinds: ['has'], phishingResistant: true, restricted: false }

/**
 * Whether something of one factor may take the place of one that was lost: it can show no less, and gives nothing up
 * (R11). `lost`: what its factor promises, with the kinds that it showed itself.
 */
export function isNoWeaker(candidate: Promised, lost: Promised = strongest): boolean {
  if (candidate.role !== 'factor') return false
  if (lost.phishingResistant && !candidate.phishingResistant) return false
  if (candidate.restricted && !lost.restricted) return false
  return showsAll(candidate.kinds, lost.kinds)
}

/** Whether what was set up shows all that the lost one showed: its kinds, its owner's PIN, its hardware (R11, R20). */
export function showsNoLess(candidate: Strength, lost: Strength): boolean {
  if (lost.userVerified && !candidate.userVerified) return false
  if (lost.deviceBound && !candidate.deviceBound) return false
  if (lost.attested && !candidate.attested) return false
  return showsAll(candidate.kinds, lost.kinds)
}

/** What nobody can read any more has shown all that anything of its factor can (R15). */
export function strengthUnknown(traits: Pick<Traits, 'kinds'> | undefined): Strength {
  return { kinds: traits?.kinds ?? ['has'], userVerified: true, deviceBound: true, attested: true }
}

function showsAll(kinds: readonly Kind[], wanted: readonly Kind[]): boolean {
  return wanted.every((kind) => kinds.includes(kind))
}
