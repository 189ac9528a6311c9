import type { FactorInfo } from '../../../../web/api/types.ts'

/** How far passes may go in this installation; seconds. */
export interface Limits {
  readonly lifetime: number
  readonly longestLifetime: number
  readonly mostUses: number
}

/** As they are configured; what any installation allows before that is known. */
export function limitsOf(info: Pick<FactorInfo, 'settings'> | undefined): Limits {
  const { lifetime, longestLifetime, mostUses } = info?.settings ?? {}
  return {
    lifetime: Number(lifetime ?? 3600),
    longestLifetime: Number(longestLifetime ?? 3600),
    mostUses: Number(mostUses ?? 1),
  }
}

/** Lifetimes to choose among: the usual ones that are allowed, and the one that is configured. */
export function lifetimesOf({ lifetime, longestLifetime }: Limits): readonly number[] {
  const usual = [3600, 8 * 3600, 24 * 3600, 7 * 24 * 3600].filter((seconds) => seconds <= longestLifetime)
  return [...new Set([...usual, lifetime])].toSorted((one, other) => one - other)
}
