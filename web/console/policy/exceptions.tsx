import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ExceptionView, listExceptions } from '../../api/exceptions.ts'
import { keys } from '../../api/keys.ts'
import card from '../../kit/card.module.css'
import { More } from '../../kit/more.tsx'
import { useFirst } from '../../kit/use-first.ts'
import { QueryState } from '../../step-up/query-state.tsx'
import { ExceptionDecision } from './exception-decision.tsx'
import { ExceptionDialog } from './exception-dialog.tsx'
import { ExceptionRow } from './exception-row.tsx'
import classes from './policy.module.css'

interface ExceptionsProps {
  /** What may be left out: demands by id, as decisions give their reasons. */
  readonly demands: readonly string[]
  readonly administers: boolean
}

const perPage = 20

/** Who is left out of what, until when and why. */
export function Exceptions({ demands, administers }: ExceptionsProps) {
  const { t } = useTranslation('console')
  const [asking, setAsking] = useState(false)
  const [deciding, setDeciding] = useState<{ readonly one: ExceptionView; readonly approve: boolean }>()
  const list = useQuery({ queryKey: keys.exceptions, queryFn: ({ signal }) => listExceptions(signal) })
  const items = list.data?.items ?? []
  const open = items.filter(isOpen)
  const over = items.filter((one) => !isOpen(one))
  const [search, setSearch] = useState('')
  const found = open.filter((one) => isFound(one, search))
  const { first, pages } = useFirst(found, perPage)
  const past = useFirst(over, perPage)
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
      <QueryState query={list} height={60} />
      {list.isSuccess && open.length === 0 && <p>{t('policy.exceptions.none')}</p>}
      {open.length > perPage && (
        <TextInput
          type="search"
          label={t('policy.exceptions.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {open.length > 0 && found.length === 0 && <p>{t('policy.exceptions.notFound')}</p>}
      <ul className={classes.revisions}>
        {first.map((one) => (
          <ExceptionRow
            key={one.id}
            exception={one}
            {...(administers ? { onDecide: (approve: boolean) => setDeciding({ one, approve }) } : {})}
          />
        ))}
      </ul>
      <More list={pages} />
      {over.length > 0 && (
        <details>
          <summary>{t('policy.exceptions.over', { count: over.length })}</summary>
          <ul className={classes.revisions}>
            {past.first.map((one) => (
              <ExceptionRow key={one.id} exception={one} />
            ))}
          </ul>
          <More list={past.pages} />
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

function isOpen({ state }: ExceptionView): boolean {
  return state === 'requested' || state === 'in-force'
}

/** By a part of the account, the application, the reason or who asked. */
function isFound({ account, application = '', reason, requestedBy }: ExceptionView, search: string): boolean {
  return [account, application, reason, requestedBy]
    .join(' ')
    .toLowerCase()
    .includes(search.trim().toLowerCase())
}
