import type { ProblemNotice } from '../api/problem.ts'
import type { FactorInfo } from '../api/types.ts'

/** The words of a factor for one of its notices, values filled in; undefined when the factor has none. */
export function noticeText(factor: FactorInfo | undefined, notice: ProblemNotice): string | undefined {
  const words = factor?.messages[notice.id]
  if (words === undefined) return undefined
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(notice.values?.[name] ?? whole))
}
