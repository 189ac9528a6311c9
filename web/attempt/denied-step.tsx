import { Button, List } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Reason } from '../api/types.ts'
import { Step } from '../kit/step.tsx'

interface DeniedStepProps {
  /** Unless told: that they have just proved who they are. */
  readonly lead?: string
  readonly because: readonly Reason[]
  readonly restart?: string
  readonly onRestart: () => void
}

/** A rule lets nobody in here now: says which, in the words of whoever wrote it. */
export function DeniedStep({ lead, because, restart, onRestart }: DeniedStepProps) {
  const { t } = useTranslation('attempt')
  const rules = because.filter(({ id }) => id.startsWith('rule:') || id === 'password.renew')
  return (
    <Step title={t('denied.title')} lead={lead ?? t('denied.lead')} focusTitle>
      <List>
        {rules.map(({ id, text }) => (
          <List.Item key={id}>{text}</List.Item>
        ))}
      </List>
      <Button variant="default" fullWidth onClick={onRestart}>
        {restart ?? t('restart')}
      </Button>
    </Step>
  )
}
