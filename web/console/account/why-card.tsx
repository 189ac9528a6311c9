import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { readWhy } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import type { WhyView } from '../../api/types.ts'
import { Alert } from '../../kit/alert.tsx'
import { When } from '../../kit/when.tsx'
import classes from './account.module.css'

/** Why this account was refused, and what to tell its owner. */
export function WhyCard({ id }: { id: string }) {
  const { t } = useTranslation('console')
  const why = useQuery({
    queryKey: [...keys.account(id), 'why'],
    queryFn: ({ signal }) => readWhy(id, signal),
  })
  return (
    <section className={classes.card}>
      <h2 className={classes.heading}>{t('why.title')}</h2>
      {why.isPending && <Skeleton height={80} radius="md" />}
      {why.error !== null && <p className={classes.quiet}>{t('why.unknown')}</p>}
      {why.data !== undefined && <Answer why={why.data} />}
    </section>
  )
}

function Answer({ why }: { why: WhyView }) {
  const { t } = useTranslation('console')
  return (
    <>
      {why.locked.map((lock) => (
        <Alert key={lock.reason} tone="bad" title={t('why.locked')}>
          <span>
            {lock.text ?? lock.reason}{' '}
            {lock.until !== undefined && (
              <>
                {t('why.opens')} <When at={lock.until} />.
              </>
            )}
          </span>
        </Alert>
      ))}
      {why.lastRefusals.length === 0 && <p className={classes.quiet}>{t('why.none')}</p>}
      <ul className={classes.list}>
        {why.lastRefusals.map((refusal) => (
          <li key={`${refusal.at} ${refusal.reason}`} className={classes.item}>
            <strong>{refusal.text}</strong>
            <span className={classes.quiet}>
              <When at={refusal.at} />
              {refusal.source !== undefined && ` · ${t('why.from', { source: refusal.source })}`}
            </span>
            {refusal.remedy !== undefined && <span className={classes.remedy}>{refusal.remedy}</span>}
          </li>
        ))}
      </ul>
      <p className={classes.quiet}>
        {t(why.bar === 2 ? 'why.barTwo' : 'why.barOne')} {why.needs.map(({ text }) => text).join(' ')}
      </p>
    </>
  )
}
