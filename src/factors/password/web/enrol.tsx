import { useTranslation } from 'react-i18next'
import type { EnrolProps } from '../../../../web/kit/factor-screens.ts'
import { NewPasswordForm } from './new-password-form.tsx'

/** Sets the first password of an account. */
export function EnrolPassword({ info, accountName, pending, problem, onAnswer }: EnrolProps) {
  const { t } = useTranslation('password')
  return (
    <NewPasswordForm
      info={info}
      accountName={accountName}
      action={t('enrol.action')}
      pending={pending}
      problem={problem}
      onPassword={(password) => onAnswer({ password })}
    />
  )
}
