import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readHealth } from '../../api/health.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { HealthView } from '../../api/types.ts'
import { Alert } from '../../kit/alert.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { Coverage } from './coverage.tsx'
import { DayChart } from './day-chart.tsx'
import classes from './home.module.css'

/** The picture of this installation: who is protected, and how the last day went. */
export function HomePage() {
  const { t } = useTranslation('console')
  const health = useQuery({
    queryKey: keys.health,
    queryFn: ({ signal }) => readHealth(signal),
    refetchInterval: 60_000,
  })
  return (
    <>
      <PageHead title={t('home.title')} lead={t('home.lead')} />
      {health.error !== null && <ProblemAlert problem={asProblem(health.error)} />}
      {health.isPending && <Skeleton height={420} radius="lg" />}
      {health.data !== undefined && <Picture health={health.data} />}
    </>
  )
}

function Picture({ health }: { health: HealthView }) {
  const { t } = useTranslation('console')
  return (
    <div className={classes.page}>
      {health.unprotectedAdministrators > 0 && (
        <Alert tone="bad" title={t('home.administrators', { count: health.unprotectedAdministrators })}>
          <span>
            {t('home.administratorsText')}{' '}
            <Link to="/accounts" search={{ protected: 'no' }}>
              {t('home.showThem')}
            </Link>
          </span>
        </Alert>
      )}
      <div className={classes.row}>
        <Coverage protectedCount={health.protected} total={health.accounts} />
        <section className={classes.card}>
          <h2 className={classes.heading}>{t('home.locked')}</h2>
          <p className={classes.number}>{health.locked}</p>
          <p className={classes.note}>{health.locked === 0 ? t('home.lockedNone') : t('home.lockedSome')}</p>
        </section>
      </div>
      <DayChart hours={health.refusalsLastDay} />
    </div>
  )
}
