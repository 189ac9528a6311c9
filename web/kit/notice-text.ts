import type { Problem, ProblemNotice } from '../api/problem.ts'
import type { FactorInfo } from '../api/types.ts'

/** The sentence of a notice: the server's, else the factor's words with the values filled in. */
function noticeText(factor: FactorInfo | undefined, notice: ProblemNotice): string | undefined {
  if (notice.text !== undefined) return notice.text
  const words = factor?.messages[notice.id]
  if (words === undefined) return undefined
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(notice.values?.[name] ?? whole))
}

/** All that the server has to say of a refusal, in words. */
export function noticeTexts(factor: FactorInfo | undefined, problem: Problem | undefined): readonly string[] {
  return (problem?.details.notices ?? []).flatMap((notice) => noticeText(factor, notice) ?? [])
}
