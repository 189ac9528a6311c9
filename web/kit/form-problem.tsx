import { useTranslation } from 'react-i18next'
import type { Problem } from '../api/problem.ts'
import { Alert } from './alert.tsx'
import { ProblemAlert } from './problem-alert.tsx'

interface FormProblemProps {
  readonly problem: Problem | undefined
  /** True where a field says it itself. */
  readonly marked: boolean
}

/** Why a form was not taken; where its fields say it themselves, only that they do. */
export function FormProblem({ problem, marked }: FormProblemProps) {
  const { t } = useTranslation('kit')
  if (marked) return <Alert tone="bad">{t('issue.marked')}</Alert>
  return <ProblemAlert problem={problem} />
}
