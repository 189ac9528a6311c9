import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { ManageProps } from '../../../../web/kit/factor-screens.ts'
import classes from './webauthn.module.css'

/** What sort of key it is, in words, and what its owner should do about it. */
export function ManageWebauthn({ authenticator }: ManageProps) {
  const { t } = useTranslation('webauthn')
  const { deviceBound, backedUp, userVerified, attested, serialNumber, usable, rpId, setbacks } =
    authenticator.describe
  const sort = deviceBound === true ? 'bound' : backedUp === true ? 'copied' : 'copyable'
  return (
    <div className={classes.form}>
      <div className={classes.badges}>
        <Badge
          variant="light"
          {...(deviceBound === true ? {} : { color: 'gray' })}
          title={t(`manage.${sort}.text`)}
        >
          {t(`manage.${sort}.badge`)}
        </Badge>
        {attested === true && (
          <Badge variant="light" title={t('manage.attested.text')}>
            {t('manage.attested.badge')}
          </Badge>
        )}
      </div>
      <p className={classes.help}>{t(`manage.${sort}.text`)}</p>
      {serialNumber !== undefined && (
        <p className={classes.help}>{t('manage.serialNumber', { number: String(serialNumber) })}</p>
      )}
      {userVerified === false && <p className={classes.help}>{t('manage.noPin')}</p>}
      {usable === false && (
        <Alert tone="warn">{t('stray', { labels: authenticator.label, was: String(rpId) })}</Alert>
      )}
      {deviceBound === true && typeof setbacks === 'number' && (
        <Alert tone="warn">{t('manage.setbacks')}</Alert>
      )}
    </div>
  )
}
