import { useTranslation } from 'react-i18next'
import type { ManageProps } from '../../../../web/kit/factor-screens.ts'
import classes from './touch.module.css'

/** Tells several keys apart: by what they type first, and by the number engraved on them. */
export function ManageYubikey({ authenticator }: ManageProps) {
  const { t } = useTranslation('yubikey-otp')
  const { publicId, serial } = authenticator.describe
  return (
    <dl className={classes.facts}>
      {serial !== undefined && (
        <>
          <dt>{t('manage.serial')}</dt>
          <dd>{serial}</dd>
        </>
      )}
      <dt>{t('manage.publicId')}</dt>
      <dd>{publicId}</dd>
    </dl>
  )
}
