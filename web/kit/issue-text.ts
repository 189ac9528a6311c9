import { useTranslation } from 'react-i18next'
import type { Issue } from '../api/problem.ts'

/** Says what is wrong with one field, by any of the names that it has at the server; of lines, with which one. */
export function useIssueText(
  issues: readonly Issue[] = [],
): (...paths: readonly string[]) => string | undefined {
  const { t } = useTranslation('kit')

  function sentence({ path, message }: Issue, field: string): string {
    const line = Number(path.slice(field.length + 1).split('.')[0] || Number.NaN)
    return Number.isInteger(line) ? t('issue.line', { line: line + 1, message }) : message
  }

  return (...paths) => {
    const own = issues.flatMap((issue) => {
      const field = paths.find((path) => issue.path === path || issue.path.startsWith(`${path}.`))
      return field === undefined ? [] : [sentence(issue, field)]
    })
    return own.length === 0 ? undefined : own.join(' ')
  }
}
