import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { listRevisions, type RevisionEntry, revisionsPerPage, showRevision } from '../../api/policy.ts'
import card from '../../kit/card.module.css'
import { More } from '../../kit/more.tsx'
import { When } from '../../kit/when.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { Changes } from './changes.tsx'
import classes from './policy.module.css'

interface HistoryProps {
  readonly inForce: number
  readonly mayApply: boolean
  readonly onRestore: (revision: number) => void
}

/** What was applied, by whom and why; each can be looked at and put in force again. */
export function History({ inForce, mayApply, onRestore }: HistoryProps) {
  const { t } = useTranslation('console')
  const list = useInfiniteQuery({
    queryKey: keys.revisions,
    queryFn: ({ pageParam, signal }) => listRevisions(pageParam, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length < revisionsPerPage ? undefined : page.at(-1)?.number),
  })
  const entries = list.data?.pages.flat() ?? []
  return (
    <section className={`${card.surface} ${card.card}`}>
      <h2 className={card.heading}>{t('policy.history')}</h2>
      <QueryState query={list} height={80} />
      {list.isSuccess && entries.length === 0 && <p className={card.quiet}>{t('policy.noHistory')}</p>}
      <ol className={classes.revisions} reversed>
        {entries.map((entry) => (
          <Revision
            key={entry.number}
            entry={entry}
            current={entry.number === inForce}
            {...(mayApply && entry.number !== inForce ? { onRestore } : {})}
          />
        ))}
      </ol>
      <More list={list} />
    </section>
  )
}

interface RevisionProps {
  readonly entry: RevisionEntry
  readonly current: boolean
  readonly onRestore?: (revision: number) => void
}

function Revision({ entry, current, onRestore }: RevisionProps) {
  const { t } = useTranslation('console')
  const [open, setOpen] = useState(false)
  const { number, author, reason, createdAt } = entry
  const shown = useQuery({
    queryKey: keys.revision(number),
    queryFn: ({ signal }) => showRevision(number, signal),
    enabled: open,
  })
  return (
    <li className={classes.revision}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <strong>{t('policy.revision', { number })}</strong> {reason}
          <span className={card.quiet}>
            {' '}
            {author} · <When at={createdAt} />
            {current && ` · ${t('policy.current')}`}
          </span>
        </summary>
        <div className={classes.fields}>
          <QueryState query={shown} height={60} />
          {shown.data !== undefined && <Changes changes={shown.data.changes} />}
          {onRestore !== undefined && (
            <Button size="xs" variant="default" onClick={() => onRestore(number)}>
              {t('policy.restore', { number })}
            </Button>
          )}
        </div>
      </details>
    </li>
  )
}
