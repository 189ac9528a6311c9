import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { readSummary } from '../../api/summary.ts'
import type { SummaryView } from '../../api/types.ts'
import { Alert } from '../../kit/alert.tsx'
import card from '../../kit/card.module.css'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { Closures } from './closures.tsx'
import { Coverage } from './coverage.tsx'
import { DayChart } from './day-chart.tsx'
import classes from './home.module.css'

/** The picture of this installation: who is protected, and how the last day went. */
export function HomePage() {
  const { t } = useTranslation('console')
  const summary = useQuery({
    queryKey: keys.summary,
    queryFn: ({ signal }) => readSummary(signal),
    refetchInterval: 60_000,
  })
  return (
    <>
      <PageHead title={t('home.title')} lead={t('home.lead')} />
      <QueryState query={summary} height={420} />
      {summary.data !== undefined && <Picture summary={summary.data} />}
    </>
  )
}

function Picture({ summary }: { summary: SummaryView }) {
  const { t } = useTranslation('console')
  const without = summary.accounts - summary.protected
  return (
    <div className={classes.page}>
      {summary.unprotectedAdministrators > 0 && (
        <Alert tone="bad" title={t('home.administrators', { count: summary.unprotectedAdministrators })}>
          <span>
            {t('home.administratorsText')}{' '}
            <Link to="/accounts" search={{ protected: 'no', role: 'administrator', status: 'active' }}>
              {t('home.showThem')}
            </Link>
          </span>
        </Alert>
      )}
      <Closures closures={summary.closures} />
      <div className={classes.row}>
        <Coverage protectedCount={summary.protected} total={summary.accounts} />
        <section className={`${card.surface} ${classes.card}`}>
          <h2 className={classes.heading}>{t('home.without')}</h2>
          <p className={classes.number}>{without}</p>
          <p className={classes.note}>
            {without === 0 ? (
              t('home.withoutNone')
            ) : (
              <>
                {t('home.withoutText')}{' '}
                <Link to="/accounts" search={{ protected: 'no' }}>
                  {t('home.showThem')}
                </Link>
              </>
            )}
          </p>
        </section>
      </div>
      <DayChart hours={summary.hours} />
      <p className={classes.note}>
        <Link to="/idle">{t('idle.link')}</Link> · <Link to="/ending">{t('ending.link')}</Link>
      </p>
    </div>
  )
}
