import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Alert } from '../../../../../web/kit/alert.tsx'
import { Step } from '../../../../../web/kit/step.tsx'
import type { Outcome } from './talk.ts'

const tones = { approved: 'good', denied: 'info', refused: 'bad', reported: 'warn' } as const

/** What the answer has come to, and what to do now. */
export function OutcomeStep({ outcome, onDone }: { readonly outcome: Outcome; readonly onDone: () => void }) {
  const { t } = useTranslation('push-phone')
  return (
    <Step title={t(`outcome.${outcome}.title`)} focusTitle>
      <Alert tone={tones[outcome]}>{t(`outcome.${outcome}.text`)}</Alert>
      <Button variant="default" fullWidth onClick={onDone}>
        {t('outcome.done')}
      </Button>
    </Step>
  )
}
