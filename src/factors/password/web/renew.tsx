import { useTranslation } from 'react-i18next'
import type { RenewProps } from '../../../../web/kit/factor-screens.ts'
import { NewPasswordForm } from './new-password-form.tsx'

/** Another password in the place of one that others may know; that one was shown just now. */
export function RenewPassword({ info, accountName, pending, problem, onRenew }: RenewProps) {
  const { t } = useTranslation('password')
  return (
    <NewPasswordForm
      info={info}
      accountName={accountName}
      action={t('renew.action')}
      pending={pending}
      problem={problem}
      onPassword={(password) => onRenew({ password })}
    />
  )
}
