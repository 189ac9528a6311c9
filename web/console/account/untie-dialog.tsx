import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { untieAuthenticator } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { AccountView, CaredForView } from '../../api/types.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'

interface UntieDialogProps {
  readonly account: AccountView
  readonly authenticator: CaredForView
  readonly onClose: () => void
}

/** Takes off what another house says of an account; what was opened by it is shut. */
export function UntieDialog({ account, authenticator: { id, label }, onClose }: UntieDialogProps) {
  const { t } = useTranslation('console')
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const untying = useMutation({
    mutationFn: (reason: string) =>
      withStepUp(async () => {
        await untieAuthenticator(account.id, id, reason)
        return true
      }),
    onSuccess: async (done) => {
      if (done !== true) return
      tell(t('ties.untied', { label }))
      await queries.invalidateQueries({ queryKey: keys.account(account.id) })
      onClose()
    },
  })
  return (
    <Confirm
      danger
      reason
      title={t('ties.untieTitle', { label })}
      action={t('ties.untie')}
      pending={untying.isPending}
      problem={untying.error === null ? undefined : asProblem(untying.error)}
      onConfirm={(reason) => untying.mutate(reason)}
      onClose={onClose}
    >
      <p>{t('ties.untieWhat', { name: account.name })}</p>
    </Confirm>
  )
}
