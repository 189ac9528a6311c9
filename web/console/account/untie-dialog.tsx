import { useTranslation } from 'react-i18next'
import { untieAuthenticator } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import type { AccountView, CaredForView } from '../../api/types.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { useAct } from '../../step-up/use-act.ts'

interface UntieDialogProps {
  readonly account: AccountView
  readonly authenticator: CaredForView
  readonly onClose: () => void
}

/** Takes off what another house says of an account; what was opened by it is shut. */
export function UntieDialog({ account, authenticator: { id, label }, onClose }: UntieDialogProps) {
  const { t } = useTranslation('console')
  const untying = useAct(
    [keys.account(account.id)],
    (reason: string) => untieAuthenticator(account.id, id, reason),
    () => {
      tell(t('ties.untied', { label }))
      onClose()
    },
  )
  return (
    <Confirm
      danger
      reason
      title={t('ties.untieTitle', { label })}
      action={t('ties.untie')}
      pending={untying.pending}
      problem={untying.problem}
      onConfirm={untying.run}
      onClose={onClose}
    >
      <p>{t('ties.untieWhat', { name: account.name })}</p>
    </Confirm>
  )
}
