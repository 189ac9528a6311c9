import type { FactorModule } from './factor.ts'

/** The list. A factor is its folder and its line here; nothing else names it. */
export const factorModules: readonly FactorModule[] = []
