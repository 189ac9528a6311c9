import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { putOff } from '../api/attempts.ts'
import { asProblem } from '../api/problem.ts'
import type { AttemptView, PutOffView } from '../api/types.ts'
import { Alert } from '../kit/alert.tsx'
import { ProblemAlert } from '../kit/problem-alert.tsx'
import { useReasonText } from '../kit/reason-text.ts'
import { Step } from '../kit/step.tsx'
import { dayOf } from '../kit/when.tsx'
import classes from './attempt.module.css'

interface GraceStepProps {
  readonly attempt: AttemptView
  readonly waits: PutOffView
  readonly onSetUp: () => void
  readonly onPutOff: (attempt: AttemptView) => void
}

/** What has to be set up may wait: says why, until when and how often, and lets the person choose. */
export function GraceStep({ attempt, waits, onSetUp, onPutOff }: GraceStepProps) {
  const { t } = useTranslation('attempt')
  const later = useLater(waits)
  const reasonText = useReasonText()
  const { mutate, isPending, error } = useMutation({ mutationFn: putOff, onSuccess: onPutOff })
  return (
    <Step title={t('grace.title')} lead={t('grace.lead')} focusTitle>
      <Alert tone="info">{attempt.because.map(reasonText).join(' ')}</Alert>
      {error !== null && <ProblemAlert problem={asProblem(error)} />}
      <Button fullWidth onClick={onSetUp}>
        {t('grace.now')}
      </Button>
      <Button
        variant="default"
        fullWidth
        classNames={{ root: classes.tall, label: classes.wrapped }}
        loading={isPending}
        onClick={() => mutate()}
      >
        {later}
      </Button>
    </Step>
  )
}

/** `Later (until 12 December, 3 times left)` */
function useLater({ until, left }: PutOffView): string {
  const { t, i18n } = useTranslation('attempt')
  const ends = [
    ...(until === undefined ? [] : [t('grace.until', { until: dayOf(until, i18n.language) })]),
    ...(left === undefined ? [] : [left === 0 ? t('grace.same') : t('grace.left', { count: left })]),
  ]
  return ends.length === 0 ? t('grace.later') : t('grace.laterEnds', { ends: ends.join(', ') })
}
