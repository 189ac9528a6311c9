import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../api/problem.ts'
import { recover } from '../api/rebind.ts'
import type { AttemptView } from '../api/types.ts'
import { ProblemAlert } from '../kit/problem-alert.tsx'
import { Step } from '../kit/step.tsx'
import { Turns } from '../kit/turns.tsx'
import { waysOf } from './ways.ts'

interface RecoveredStepProps {
  readonly attempt: AttemptView
  /** Another way opens the second door after all. */
  readonly onFound: () => void
  readonly onRestart: () => void
}

/** A way of recovery, or a mailed link, beside what it asks for: that signs nobody in. It leads to where what was lost is replaced. */
export function RecoveredStep({ attempt, onFound, onRestart }: RecoveredStepProps) {
  const { t } = useTranslation('attempt')
  const recovering = useMutation({ mutationFn: recover, onSuccess: () => location.replace('/recover') })
  const words = attempt.forgotten === undefined ? 'recovered' : 'forgotten'
  const others =
    attempt.forgotten === undefined && waysOf(attempt.options).some(({ role }) => role === 'factor')
  return (
    <Step title={t(`${words}.title`)} lead={t(`${words}.lead`)} focusTitle>
      <Stack gap="md">
        {recovering.error !== null && <ProblemAlert problem={asProblem(recovering.error)} />}
        <Button fullWidth loading={recovering.isPending} onClick={() => recovering.mutate()}>
          {t(`${words}.replace`)}
        </Button>
      </Stack>
      <Turns>
        {others && (
          <Button variant="subtle" size="sm" onClick={onFound}>
            {t('recovered.found')}
          </Button>
        )}
        <Button variant="subtle" size="sm" color="gray" onClick={onRestart}>
          {t('restart')}
        </Button>
      </Turns>
    </Step>
  )
}
