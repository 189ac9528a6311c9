import { useTranslation } from 'react-i18next'
import { serverTime } from '../../../../web/api/server-time.ts'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { ManageProps } from '../../../../web/kit/factor-screens.ts'
import { When } from '../../../../web/kit/when.tsx'
import classes from './smart-card.module.css'

const soon = 30 * 24 * 3_600_000

/** Tells several cards apart, and when their certificates run out. */
export function ManageSmartCard({ authenticator }: ManageProps) {
  const { t } = useTranslation('smart-card')
  const { subject, issuer, serial, notAfter, onCard } = authenticator.describe
  return (
    <div className={classes.form}>
      <dl className={classes.facts}>
        <dt>{t('manage.subject')}</dt>
        <dd>{subject}</dd>
        <dt>{t('manage.issuer')}</dt>
        <dd>{issuer}</dd>
        <dt>{t('manage.serial')}</dt>
        <dd>{serial}</dd>
        <dt>{t('manage.until')}</dt>
        <dd>
          <When at={Number(notAfter)} />
        </dd>
      </dl>
      {onCard === true && <p className={classes.help}>{t('manage.onCard')}</p>}
      {Number(notAfter) - serverTime() < soon && <Alert tone="warn">{t('manage.soon')}</Alert>}
    </div>
  )
}
