import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ExceptionView, listExceptions } from '../../api/exceptions.ts'
import { keys } from '../../api/keys.ts'
import card from '../../kit/card.module.css'
import { QueryProblem } from '../../step-up/query-problem.tsx'
import { ExceptionDecision } from './exception-decision.tsx'
import { ExceptionDialog } from './exception-dialog.tsx'
import { ExceptionRow } from './exception-row.tsx'
import classes from './policy.module.css'

interface ExceptionsProps {
  /** What may be left out: demands by id, as decisions give their reasons. */
  readonly demands: readonly string[]
  readonly administers: boolean
}

/** Who is left out of what, until when and why. */
export function Exceptions({ demands, administers }: ExceptionsProps) {
  const { t } = useTranslation('console')
  const [asking, setAsking] = useState(false)
  const [deciding, setDeciding] = useState<{ readonly one: ExceptionView; readonly approve: boolean }>()
  const list = useQuery({ queryKey: keys.exceptions, queryFn: ({ signal }) => listExceptions(signal) })
  const items = list.data?.items ?? []
  const open = items.filter(({ state }) => state === 'requested' || state === 'in-force')
  const over = items.filter((one) => !open.includes(one))
  return (
    <section className={`${card.surface} ${card.card}`}>
      <div className={card.head}>
        <h2 className={card.heading}>{t('policy.exceptions.title')}</h2>
        {administers && demands.length > 0 && (
          <Button size="sm" variant="default" onClick={() => setAsking(true)}>
            {t('policy.exceptions.ask')}
          </Button>
        )}
      </div>
      <p className={card.quiet}>{t('policy.exceptions.lead')}</p>
      <QueryProblem query={list} />
      {list.isPending && <Skeleton height={60} radius="md" />}
      {list.isSuccess && open.length === 0 && <p>{t('policy.exceptions.none')}</p>}
      <ul className={classes.revisions}>
        {open.map((one) => (
          <ExceptionRow
            key={one.id}
            exception={one}
            {...(administers ? { onDecide: (approve: boolean) => setDeciding({ one, approve }) } : {})}
          />
        ))}
      </ul>
      {over.length > 0 && (
        <details>
          <summary>{t('policy.exceptions.over', { count: over.length })}</summary>
          <ul className={classes.revisions}>
            {over.map((one) => (
              <ExceptionRow key={one.id} exception={one} />
            ))}
          </ul>
        </details>
      )}
      {asking && <ExceptionDialog demands={demands} onClose={() => setAsking(false)} />}
      {deciding !== undefined && (
        <ExceptionDecision
          exception={deciding.one}
          approve={deciding.approve}
          onClose={() => setDeciding(undefined)}
        />
      )}
    </section>
  )
}
