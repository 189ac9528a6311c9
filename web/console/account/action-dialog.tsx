import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type AccountAction, actOnAccount } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { AccountView, Invitation } from '../../api/types.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { isDangerous } from './possible-actions.ts'

interface ActionDialogProps {
  readonly account: AccountView
  readonly action: AccountAction
  readonly onDone: (invitation: Invitation | undefined) => void
  readonly onClose: () => void
}

/** Asks for the reason, then for a fresh proof where the server wants one, then acts. */
export function ActionDialog({ account, action, onDone, onClose }: ActionDialogProps) {
  const { t } = useTranslation('console')
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const acting = useMutation({
    mutationFn: (reason: string) => withStepUp(() => actOnAccount(account.id, action, reason)),
    onSuccess: async (outcome) => {
      if (outcome === undefined) return
      await queries.invalidateQueries({ queryKey: keys.account(account.id) })
      await queries.invalidateQueries({ queryKey: keys.accounts })
      tell(t(`actions.${action}.done`, { name: account.name }))
      onDone(outcome.invitation)
    },
  })
  return (
    <Confirm
      danger={isDangerous(action)}
      reason
      title={t(`actions.${action}.title`, { name: account.name })}
      action={t(`actions.${action}.label`)}
      pending={acting.isPending}
      problem={acting.error === null ? undefined : asProblem(acting.error)}
      onConfirm={(reason) => acting.mutate(reason)}
      onClose={onClose}
    >
      <p>{t(`actions.${action}.what`)}</p>
    </Confirm>
  )
}
