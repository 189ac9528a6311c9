import { Button, List } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AttemptView } from '../api/types.ts'
import { Step } from '../kit/step.tsx'

interface DeniedStepProps {
  readonly attempt: AttemptView
  readonly onRestart: () => void
}

/** A rule lets nobody in here now: says which, in the words of whoever wrote it. */
export function DeniedStep({ attempt, onRestart }: DeniedStepProps) {
  const { t } = useTranslation('attempt')
  const rules = attempt.because.filter(({ id }) => id.startsWith('rule:') || id === 'password.renew')
  return (
    <Step title={t('denied.title')} lead={t('denied.lead')} focusTitle>
      <List>
        {rules.map(({ id, text }) => (
          <List.Item key={id}>{text}</List.Item>
        ))}
      </List>
      <Button variant="default" fullWidth onClick={onRestart}>
        {t('restart')}
      </Button>
    </Step>
  )
}
