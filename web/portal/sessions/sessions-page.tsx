import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import { endOtherSessions, listSessions } from '../../api/session.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { tell } from '../../kit/tell.ts'
import { QueryState } from '../../step-up/query-state.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { RememberedBrowsers } from './remembered-browsers.tsx'
import { SessionCard } from './session-card.tsx'
import classes from './sessions.module.css'

/** Where one is signed in, this browser first. */
export function SessionsPage() {
  const { t } = useTranslation('portal')
  const list = useQuery({ queryKey: keys.sessions, queryFn: ({ signal }) => listSessions(signal) })
  const items = (list.data?.items ?? []).toSorted(
    (a, b) => Number(b.current) - Number(a.current) || b.lastSeenAt - a.lastSeenAt,
  )
  const others = items.filter(({ current }) => !current).length
  return (
    <>
      <PageHead
        title={t('sessions.title')}
        lead={t('sessions.lead')}
        action={others > 0 ? <EndOthers /> : undefined}
      />
      <QueryState query={list} height={240} />
      <ul className={classes.list}>
        {items.map((session) => (
          <li key={session.id}>
            <SessionCard session={session} />
          </li>
        ))}
      </ul>
      {list.data !== undefined && others === 0 && <p className={classes.only}>{t('sessions.onlyHere')}</p>}
      <RememberedBrowsers />
    </>
  )
}

function EndOthers() {
  const { t } = useTranslation('portal')
  const queries = useQueryClient()
  const withStepUp = useStepUp()
  const [asking, setAsking] = useState(false)
  const ending = useMutation({
    mutationFn: () => withStepUp(endOtherSessions),
    onSuccess: async (answer) => {
      if (answer === undefined) return
      await queries.invalidateQueries({ queryKey: keys.sessions })
      tell(t('sessions.ended', { count: answer.ended }))
      setAsking(false)
    },
  })
  return (
    <>
      <Button variant="default" size="sm" onClick={() => setAsking(true)}>
        {t('sessions.endOthers')}
      </Button>
      {asking && (
        <Confirm
          danger
          title={t('sessions.endOthers')}
          action={t('sessions.endOthers')}
          pending={ending.isPending}
          problem={ending.error === null ? undefined : asProblem(ending.error)}
          onConfirm={() => ending.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{t('sessions.endOthersText')}</p>
        </Confirm>
      )}
    </>
  )
}
