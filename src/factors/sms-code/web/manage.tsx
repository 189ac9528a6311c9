import { useTranslation } from 'react-i18next'
import type { ManageProps } from '../../../../web/kit/factor-screens.ts'
import classes from './manage.module.css'

/** Which number it is, and how one comes to another. */
export function ManageSmsCode({ authenticator }: ManageProps) {
  const { t } = useTranslation('sms-code')
  return (
    <div className={classes.numbers}>
      <p>{t('manage.number', { number: String(authenticator.describe.number) })}</p>
      <p>{t('manage.change')}</p>
    </div>
  )
}
