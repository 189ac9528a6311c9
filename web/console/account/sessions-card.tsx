import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { endAccountSessions, listAccountSessions } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import { browserName } from '../../kit/browser-name.ts'
import card from '../../kit/card.module.css'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { When } from '../../kit/when.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
import classes from './account.module.css'

/** Where this account is signed in, and the way to end it all. */
export function SessionsCard({ id }: { id: string }) {
  const { t } = useTranslation('console')
  const queryKey = [...keys.account(id), 'sessions']
  const list = useQuery({ queryKey, queryFn: ({ signal }) => listAccountSessions(id, signal) })
  const items = list.data?.items ?? []
  return (
    <section className={`${card.surface} ${classes.card}`}>
      <div className={classes.head}>
        <h2 className={classes.heading}>{t('account.sessions')}</h2>
        {items.length > 0 && <EndAll id={id} queryKey={queryKey} />}
      </div>
      <QueryState query={list} height={80} />
      {list.isSuccess && items.length === 0 && <p className={classes.quiet}>{t('account.noSessions')}</p>}
      <ul className={classes.list}>
        {items.map((session) => (
          <li key={session.id} className={classes.item}>
            <strong>{browserName(session.userAgent) ?? t('account.unknownBrowser')}</strong>
            <span className={classes.quiet}>
              {session.application.name}
              {session.source !== undefined && ` · ${session.source}`} · {t('account.seen')}{' '}
              <When at={session.lastSeenAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function EndAll({ id, queryKey }: { id: string; queryKey: readonly string[] }) {
  const { t } = useTranslation('console')
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const ending = useMutation({
    mutationFn: (reason: string) => withStepUp(() => endAccountSessions(id, reason)),
    onSuccess: async (answer) => {
      if (answer === undefined) return
      await queries.invalidateQueries({ queryKey })
      tell(t('account.ended', { count: answer.ended }))
      setAsking(false)
    },
  })
  return (
    <>
      <Button variant="default" size="sm" onClick={() => setAsking(true)}>
        {t('account.endAll')}
      </Button>
      {asking && (
        <Confirm
          danger
          title={t('account.endAll')}
          action={t('account.endAll')}
          pending={ending.isPending}
          problem={ending.error === null ? undefined : asProblem(ending.error)}
          onConfirm={ending.mutate}
          reason
          onClose={() => setAsking(false)}
        >
          <p>{t('account.endAllText')}</p>
        </Confirm>
      )}
    </>
  )
}
