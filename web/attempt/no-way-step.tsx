import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Step } from '../kit/step.tsx'

/** Nothing can be proved here: says whom to ask. */
export function NoWayStep({ onRestart }: { onRestart: () => void }) {
  const { t } = useTranslation('attempt')
  return (
    <Step title={t('none.title')} lead={t('none.lead')} focusTitle>
      <Button variant="default" fullWidth onClick={onRestart}>
        {t('restart')}
      </Button>
    </Step>
  )
}
