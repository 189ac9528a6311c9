import type { ProblemNotice } from '../api/problem.ts'
import type { FactorInfo } from '../api/types.ts'

/** The sentence of a notice: the server's, else the factor's words with the values filled in. */
export function noticeText(factor: FactorInfo | undefined, notice: ProblemNotice): string | undefined {
  if (notice.text !== undefined) return notice.text
  const words = factor?.messages[notice.id]
  if (words === undefined) return undefined
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(notice.values?.[name] ?? whole))
}
