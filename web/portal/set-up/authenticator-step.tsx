import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { confirmSetUp } from '../../api/portal.ts'
import { asProblem } from '../../api/problem.ts'
import type { SetUpBegun, Shown } from '../../api/types.ts'
import { usePortal } from '../../api/use-portal.ts'
import { screensOf } from '../../factors.ts'
import { Step } from '../../kit/step.tsx'

interface AuthenticatorStepProps {
  readonly token: string
  readonly begun: SetUpBegun
  readonly account: string
  readonly onDone: (recovery: Shown | undefined) => void
  readonly onRefused: (thrown: unknown) => void
}

/** The second door of the first administrator. */
export function AuthenticatorStep({ token, begun, account, onDone, onRefused }: AuthenticatorStepProps) {
  const { factors } = usePortal()
  const info = factors.find(({ id }) => id === begun.factor)
  const { t } = useTranslation(begun.factor)
  const confirming = useMutation({
    mutationFn: (answer: unknown) => confirmSetUp({ token, answer }),
    onSuccess: ({ recovery }) => onDone(recovery),
    onError: onRefused,
  })
  const screens = info === undefined ? undefined : screensOf(info.id)
  if (info === undefined || screens?.Enrol === undefined) return null
  return (
    <Step title={t('enrol.title')} lead={t('enrol.lead')} focusTitle>
      <screens.Enrol
        info={info}
        show={begun.show}
        accountName={account}
        pending={confirming.isPending}
        problem={confirming.error === null ? undefined : asProblem(confirming.error)}
        onAnswer={confirming.mutate}
      />
    </Step>
  )
}
