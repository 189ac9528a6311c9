import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CoverageView, showCoverage } from '../../api/coverage.ts'
import { keys } from '../../api/keys.ts'
import { Alert } from '../../kit/alert.tsx'
import card from '../../kit/card.module.css'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { useDoorName } from '../policy/use-door-name.ts'
import classes from './coverage.module.css'
import { CoverageMap } from './map.tsx'
import { ReportDialog } from './report-dialog.tsx'
import { WayList } from './way-list.tsx'

/** What stands open: every way in that ends below what is demanded, by the functions that decide. */
export function CoveragePage() {
  const { t } = useTranslation('console')
  const [reporting, setReporting] = useState(false)
  const query = useQuery({
    queryKey: keys.coverage,
    queryFn: ({ signal }) => showCoverage(signal),
    staleTime: 60_000,
  })
  return (
    <>
      <PageHead
        title={t('openWays.title')}
        lead={t('openWays.lead')}
        action={
          <div className={card.buttons}>
            <Button size="sm" variant="default" onClick={() => setReporting(true)}>
              {t('openWays.report')}
            </Button>
            <Button
              size="sm"
              variant="default"
              loading={query.isFetching}
              onClick={() => void query.refetch()}
            >
              {t('openWays.again')}
            </Button>
          </div>
        }
      />
      <QueryState query={query} height={420} />
      {query.data !== undefined && <Coverage coverage={query.data} />}
      {reporting && <ReportDialog onClose={() => setReporting(false)} />}
    </>
  )
}

function Coverage({ coverage }: { coverage: CoverageView }) {
  const { t } = useTranslation('console')
  const doorName = useDoorName()
  const { examined, applications, ways, notExamined } = coverage
  const below = ways.filter(({ verdict }) => verdict === 'below')
  const relying = ways.filter(({ verdict }) => verdict === 'relies')
  return (
    <div className={card.page}>
      {below.length === 0 ? (
        <Alert tone="good" title={t('openWays.closed')}>
          {t('openWays.closedText')}
        </Alert>
      ) : (
        <Alert tone="warn" title={t('openWays.open', { count: below.length })}>
          {t('openWays.openText')}
        </Alert>
      )}
      <CoverageMap
        applications={applications}
        demanded={coverage.demanded}
        ways={below}
        of={examined.accounts}
      />
      {relying.length > 0 && (
        <section className={`${card.surface} ${card.card}`}>
          <h2 className={card.heading}>{t('openWays.relies')}</h2>
          <p className={card.quiet}>{t('openWays.reliesText')}</p>
          <WayList ways={relying} named />
        </section>
      )}
      <section className={`${card.surface} ${card.card}`}>
        <h2 className={card.heading}>{t('openWays.looked')}</h2>
        <p className={card.quiet}>
          {t('openWays.examined', {
            accounts: t('openWays.accounts', { count: examined.accounts }),
            applications: t('openWays.applications', { count: examined.applications }),
            circumstances: t('openWays.circumstances', { count: examined.circumstances }),
            doors: examined.doors.map(doorName).join(', '),
          })}
        </p>
        <h3 className={card.subheading}>{t('openWays.notLooked')}</h3>
        <ul className={classes.plain}>
          {notExamined.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      </section>
    </div>
  )
}
