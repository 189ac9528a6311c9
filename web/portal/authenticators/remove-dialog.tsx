import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { removeAuthenticator } from '../../api/authenticators.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { AuthenticatorView } from '../../api/types.ts'
import { screensOf } from '../../factors.ts'
import { Alert } from '../../kit/alert.tsx'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'

interface RemoveDialogProps {
  readonly authenticator: AuthenticatorView
  readonly last: boolean
  readonly onClose: () => void
}

/** Removes an authenticator, after a question and, where the server wants it, a fresh proof. */
export function RemoveDialog({ authenticator, last, onClose }: RemoveDialogProps) {
  const { t } = useTranslation('portal')
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const { id, label } = authenticator
  const removing = useMutation({
    mutationFn: () =>
      withStepUp(async () => {
        await removeAuthenticator(id)
        return true
      }),
    onSuccess: async (removed) => {
      if (removed !== true) return
      screensOf(authenticator.factor)?.forget?.(authenticator)
      await queries.invalidateQueries({ queryKey: keys.authenticators })
      tell(t('authenticators.removed', { label }))
      onClose()
    },
  })
  return (
    <Confirm
      danger
      title={t('authenticators.removeTitle', { label })}
      action={t('authenticators.remove')}
      pending={removing.isPending}
      problem={removing.error === null ? undefined : asProblem(removing.error)}
      onConfirm={() => removing.mutate()}
      onClose={onClose}
    >
      {last ? (
        <Alert tone="warn">{t('authenticators.removeLast')}</Alert>
      ) : (
        <p>{t('authenticators.removeText')}</p>
      )}
    </Confirm>
  )
}
