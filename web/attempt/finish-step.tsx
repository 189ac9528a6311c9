import { Button, Loader } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { completeAttempt } from '../api/attempts.ts'
import { asProblem } from '../api/problem.ts'
import type { AttemptView } from '../api/types.ts'
import { ProblemAlert } from '../kit/problem-alert.tsx'
import { Step } from '../kit/step.tsx'

interface FinishStepProps {
  readonly onFinished: (attempt: AttemptView) => void
  readonly onLost: () => void
}

/** Turns an attempt that has all it needs into a session. */
export function FinishStep({ onFinished, onLost }: FinishStepProps) {
  const { t } = useTranslation('attempt')
  const { mutate, error } = useMutation({ mutationFn: completeAttempt, onSuccess: onFinished })
  useEffect(() => mutate(), [mutate])
  return (
    <Step title={t('finishing')} focusTitle>
      {error === null ? (
        <Loader aria-label={t('finishing')} />
      ) : (
        <>
          <ProblemAlert problem={asProblem(error)} />
          <Button variant="default" onClick={onLost}>
            {t('restart')}
          </Button>
        </>
      )}
    </Step>
  )
}
