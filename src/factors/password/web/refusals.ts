import type { Problem } from '../../../../web/api/problem.ts'
import type { FactorInfo } from '../../../../web/api/types.ts'
import { noticeText } from '../../../../web/kit/notice-text.ts'

/** What the server had against a password, in the factor's words; empty for other problems. */
export function refusalsOf(info: FactorInfo | undefined, problem: Problem | undefined): readonly string[] {
  const notices = problem?.details.notices ?? []
  return notices.flatMap((notice) => noticeText(info, notice) ?? [])
}
