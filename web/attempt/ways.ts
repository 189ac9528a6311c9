import type { AttemptOption } from '../api/types.ts'
import { screensOf } from '../factors.ts'

/** One factor that may be proved now, with the authenticators that may answer. */
export interface Way {
  readonly factor: string
  readonly role: 'factor' | 'recovery'
  readonly options: readonly AttemptOption[]
}

/** The options by factor, recovery last; factors without a screen are left out. */
export function waysOf(options: readonly AttemptOption[]): readonly Way[] {
  const factors = [...new Set(options.map(({ factor }) => factor))].filter(
    (id) => screensOf(id) !== undefined,
  )
  const ways = factors.map((factor) => {
    const own = options.filter((option) => option.factor === factor)
    return { factor, role: own[0]?.role ?? 'factor', options: own }
  })
  return ways.toSorted((a, b) => rank(a) - rank(b))
}

function rank({ role }: Way): number {
  return role === 'recovery' ? 1 : 0
}
