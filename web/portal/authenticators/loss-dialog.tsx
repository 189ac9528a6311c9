import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { reportFound, reportLost } from '../../api/authenticators.ts'
import { asProblem } from '../../api/problem.ts'
import type { AuthenticatorView } from '../../api/types.ts'
import { Alert } from '../../kit/alert.tsx'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'

interface LossDialogProps {
  readonly authenticator: AuthenticatorView
  readonly what: 'lose' | 'find'
  /** It is the only second step that works. */
  readonly last: boolean
  readonly onClose: () => void
}

/** Reports an authenticator lost, or found again, with a fresh proof. A session that began with it ends. */
export function LossDialog({ authenticator, what, last, onClose }: LossDialogProps) {
  const { t } = useTranslation('portal')
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const { id, label } = authenticator
  const reporting = useMutation({
    mutationFn: () =>
      withStepUp(async () => {
        await (what === 'lose' ? reportLost(id) : reportFound(id))
        return true
      }),
    onSuccess: async (done) => {
      if (done !== true) return
      tell(t(what === 'lose' ? 'authenticators.lost' : 'authenticators.found', { label }))
      onClose()
      await queries.invalidateQueries()
    },
  })
  return (
    <Confirm
      danger={what === 'lose'}
      title={t(`authenticators.${what}Title`, { label })}
      action={t(`authenticators.${what}`)}
      pending={reporting.isPending}
      problem={reporting.error === null ? undefined : asProblem(reporting.error)}
      onConfirm={() => reporting.mutate()}
      onClose={onClose}
    >
      <p>{t(`authenticators.${what}Text`)}</p>
      {what === 'lose' && last && <Alert tone="warn">{t('authenticators.loseLast')}</Alert>}
    </Confirm>
  )
}
