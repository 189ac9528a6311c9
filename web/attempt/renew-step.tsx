import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { renew } from '../api/attempts.ts'
import { asProblem } from '../api/problem.ts'
import type { AttemptView } from '../api/types.ts'
import { useFactorInfo } from '../api/use-portal.ts'
import { screensOf } from '../factors.ts'
import { Step } from '../kit/step.tsx'
import { Turns } from '../kit/turns.tsx'
import { NoWayStep } from './no-way-step.tsx'
import { isGone } from './use-prove.ts'

interface RenewStepProps {
  readonly factor: string
  readonly attempt: AttemptView
  readonly onRenewed: (attempt: AttemptView) => void
  readonly onExpired: () => void
  readonly onRestart: () => void
}

/** Both doors are open, and one key must not be used any longer: another one, and then in. */
export function RenewStep({ factor, attempt, onRenewed, onExpired, onRestart }: RenewStepProps) {
  const { t } = useTranslation(['attempt', factor])
  const info = useFactorInfo(factor)
  const { mutate, error, isPending } = useMutation({
    mutationFn: renew,
    onSuccess: onRenewed,
    onError: (thrown) => {
      if (isGone(thrown)) onExpired()
    },
  })
  const screens = screensOf(factor)
  if (screens?.Renew === undefined || info === undefined) return <NoWayStep onRestart={onRestart} />
  return (
    <Step title={t('renew.title', { ns: factor })} lead={t('renew.lead', { ns: factor })} focusTitle>
      <screens.Renew
        info={info}
        accountName={attempt.account.name}
        pending={isPending}
        problem={error === null ? undefined : asProblem(error)}
        onRenew={mutate}
      />
      <Turns>
        <Button variant="subtle" size="sm" color="gray" onClick={onRestart}>
          {t('restart')}
        </Button>
      </Turns>
    </Step>
  )
}
