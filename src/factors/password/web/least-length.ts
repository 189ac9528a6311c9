import type { FactorInfo } from '../../../../web/api/types.ts'

/** Characters that a password must have here at least; the server has the last word. */
export function leastLength({ settings }: FactorInfo): number {
  const { minimumLength } = settings ?? {}
  return typeof minimumLength === 'number' ? minimumLength : 8
}
