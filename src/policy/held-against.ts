import type { Requirement } from './decide.ts'
import type { Demand } from './demand.ts'
import { lessPutOff } from './put-off.ts'
import type { Standing } from './satisfied.ts'

/** What was shown when a session began. */
export interface Earlier {
  readonly all: Standing
  /** What of it is not older than so many milliseconds. */
  readonly within: (milliseconds: number) => Standing
}

type IsEnough = (demand: Demand, shown: Standing) => boolean

/** met · stale: it would be, if it were proved anew · lacking: what was shown is not enough, however young it is. */
type Held = 'met' | 'stale' | 'lacking'

/**
 * Holds what a session began with against what is asked of it now. What was put off when it began holds nothing
 * against it for as long as its grace lasts.
 */
export function heldAgainst(
  asked: Requirement,
  earlier: Earlier,
  isEnough: IsEnough,
): { readonly need: Requirement; readonly held: Held } {
  const need = lessPutOff(asked, (demand) => isEnough(demand, earlier.all))
  return { need, held: heldTo(need, earlier, isEnough) }
}

/** The same for one demand, of which nothing is put off. */
export function heldTo(demand: Demand, { all, within }: Earlier, isEnough: IsEnough): Held {
  if (!isEnough(demand, all)) return 'lacking'
  if (demand.fresh === Number.POSITIVE_INFINITY) return 'met'
  return isEnough(demand, within(demand.fresh)) ? 'met' : 'stale'
}
