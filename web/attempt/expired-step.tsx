import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Step } from '../kit/step.tsx'

/** Says gently that the attempt is over, and starts again. */
export function ExpiredStep({ onRestart }: { onRestart: () => void }) {
  const { t } = useTranslation('attempt')
  return (
    <Step title={t('expired.title')} lead={t('expired.lead')} focusTitle>
      <Button fullWidth onClick={onRestart}>
        {t('restart')}
      </Button>
    </Step>
  )
}
