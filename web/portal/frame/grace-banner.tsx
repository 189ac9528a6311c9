import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readEnrolmentOptions } from '../../api/authenticators.ts'
import { keys } from '../../api/keys.ts'
import { Alert } from '../../kit/alert.tsx'
import { exact } from '../../kit/when.tsx'
import classes from './announcements.module.css'

/** What was put off at the sign-in, and until when it can wait. */
export function GraceBanner() {
  const { t, i18n } = useTranslation('portal')
  const { data } = useQuery({
    queryKey: keys.enrolment,
    queryFn: ({ signal }) => readEnrolmentOptions(signal),
  })
  if (data?.putOff === undefined) return null
  const { until, left } = data.putOff
  return (
    <div className={classes.list}>
      <Alert tone="warn" title={t('grace.title')}>
        <p>
          {until !== undefined && `${t('grace.until', { until: exact(until, i18n.language) })} `}
          {left !== undefined && `${left === 0 ? t('grace.last') : t('grace.left', { count: left })} `}
          <Link to="/authenticators">{t('grace.now')}</Link>
        </p>
      </Alert>
    </div>
  )
}
