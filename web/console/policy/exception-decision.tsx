import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { approveException, type ExceptionView, endException } from '../../api/exceptions.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { When } from '../../kit/when.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { useDemandName } from './demand-name.ts'

interface ExceptionDecisionProps {
  readonly exception: ExceptionView
  readonly approve: boolean
  readonly onClose: () => void
}

/** Approves an exception, says no to it, or takes it back; always with a reason. */
export function ExceptionDecision({ exception, approve, onClose }: ExceptionDecisionProps) {
  const { t } = useTranslation('console')
  const demandName = useDemandName()
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const { id, account, application, demands, reason: why, until, requestedBy, state } = exception
  const decide = approve ? approveException : endException
  const deciding = useMutation({
    mutationFn: (reason: string) => withStepUp(() => decide(id, reason)),
    onSuccess: async (decided) => {
      if (decided === undefined) return
      await queries.invalidateQueries({ queryKey: keys.exceptions })
      await queries.invalidateQueries({ queryKey: keys.coverage })
      onClose()
    },
  })
  const verb = approve ? 'approve' : state === 'requested' ? 'refuse' : 'end'
  return (
    <Confirm
      reason
      title={t(`policy.exceptions.${verb}Title`, { account })}
      action={t(`policy.exceptions.${verb}`)}
      pending={deciding.isPending}
      problem={deciding.error === null ? undefined : asProblem(deciding.error)}
      onConfirm={(reason) => deciding.mutate(reason)}
      onClose={onClose}
    >
      <p>
        <strong>{account}</strong>{' '}
        {application !== undefined && <>{t('policy.exceptions.at', { application })} </>}
        {t('policy.exceptions.from', { demands: demands.map(demandName).join(', ') })},{' '}
        {t('policy.exceptions.until')} <When at={until} />.
      </p>
      <p>{t('policy.exceptions.asked', { requestedBy, why })}</p>
    </Confirm>
  )
}
