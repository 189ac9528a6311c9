import { useTranslation } from 'react-i18next'
import type { ReferralView } from '../../api/types.ts'
import { ApplicationLogo } from '../../kit/application-logo.tsx'
import classes from './sign-in.module.css'

/** Where one comes out in the end: it stays in sight while the doors open. */
export function Towards({ application }: Pick<ReferralView, 'application'>) {
  const { t } = useTranslation('portal')
  return (
    <p className={classes.towards}>
      <ApplicationLogo src={application.logo} />
      <span>{t('referral.towards', { application: application.name })}</span>
    </p>
  )
}
