import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../../../web/kit/copy-button.tsx'
import classes from './enrol.module.css'
import type { TotpShow } from './show.ts'

/** The key in letters, for those who cannot scan. */
export function ManualKey({ show }: { show: TotpShow }) {
  const { t } = useTranslation('totp')
  return (
    <details className={classes.manual} open={show.qr === undefined}>
      <summary>{t('enrol.manual')}</summary>
      <div className={classes.manualBody}>
        <p className={classes.help}>{t('enrol.manualHelp')}</p>
        <dl className={classes.facts}>
          <dt>{t('enrol.account')}</dt>
          <dd>
            {show.issuer}: {show.account}
          </dd>
          <dt>{t('enrol.key')}</dt>
          <dd className={classes.key}>{show.secret}</dd>
          <dt>{t('enrol.kind')}</dt>
          <dd>
            {t('enrol.kindValue', { digits: show.digits, period: show.period, algorithm: show.algorithm })}
          </dd>
        </dl>
        <div>
          <CopyButton text={show.secret.replace(/\s/g, '')} label={t('enrol.copyKey')} />
        </div>
      </div>
    </details>
  )
}
