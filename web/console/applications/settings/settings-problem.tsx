import { useTranslation } from 'react-i18next'
import type { Problem } from '../../../api/problem.ts'
import { Alert } from '../../../kit/alert.tsx'
import { ProblemAlert } from '../../../kit/problem-alert.tsx'
import type { SettingsFields } from './use-settings.ts'

interface SettingsProblemProps {
  readonly fields: SettingsFields
  readonly problem: Problem | undefined
}

/** Why settings were not taken; where the fields say it themselves, only that they do. */
export function SettingsProblem({ fields, problem }: SettingsProblemProps) {
  const { t } = useTranslation('console')
  if (fields.problems.length > 0) return <Alert tone="bad">{t('doors.wrong')}</Alert>
  return <ProblemAlert problem={problem} />
}
