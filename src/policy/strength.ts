import type { Traits } from '../factors/factor.ts'

type Strength = Pick<Traits, 'role' | 'kinds' | 'phishingResistant' | 'restricted'>

/** A factor that this installation does not know counts as the strongest: unknown matches every demand (R15). */
const strongest: Strength = { role: 'factor', kinds: ['has'], phishingResistant: true, restricted: false }

/** Whether one factor may take the place of another that was lost: it shows no less, and gives nothing up (R11). */
export function isNoWeaker(candidate: Strength, lost: Strength = strongest): boolean {
  if (candidate.role !== 'factor') return false
  if (lost.phishingResistant && !candidate.phishingResistant) return false
  if (candidate.restricted && !lost.restricted) return false
  return lost.kinds.every((kind) => candidate.kinds.includes(kind))
}
