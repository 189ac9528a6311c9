import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { forgetAccountBrowsers, listAccountBrowsers } from '../../api/accounts.ts'
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

/** Browsers at which this account need not show a second factor for a while; nothing where there are none. */
export function BrowsersCard({ id }: { id: string }) {
  const { t } = useTranslation('console')
  const queryKey = [...keys.account(id), 'remembered-browsers']
  const list = useQuery({ queryKey, queryFn: ({ signal }) => listAccountBrowsers(id, signal) })
  const items = list.data?.items ?? []
  if (list.isSuccess && items.length === 0) return null
  return (
    <section className={`${card.surface} ${classes.card}`}>
      <div className={classes.head}>
        <h2 className={classes.heading}>{t('account.browsers')}</h2>
        {items.length > 0 && <ForgetAll id={id} queryKey={queryKey} />}
      </div>
      <QueryState query={list} height={40} />
      <ul className={classes.list}>
        {items.map((browser) => (
          <li key={browser.id} className={classes.item}>
            <strong>{browserName(browser.userAgent) ?? t('account.unknownBrowser')}</strong>
            <span className={classes.quiet}>
              {browser.source !== undefined && `${browser.source} · `}
              {t('account.seen')} <When at={browser.lastUsedAt} /> · {t('account.ends')}{' '}
              <When at={browser.expiresAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function ForgetAll({ id, queryKey }: { id: string; queryKey: readonly string[] }) {
  const { t } = useTranslation('console')
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const forgetting = useMutation({
    mutationFn: (reason: string) => withStepUp(() => forgetAccountBrowsers(id, reason)),
    onSuccess: async (answer) => {
      if (answer === undefined) return
      await queries.invalidateQueries({ queryKey })
      tell(t('account.forgotten', { count: answer.forgotten }))
      setAsking(false)
    },
  })
  return (
    <>
      <Button variant="default" size="sm" onClick={() => setAsking(true)}>
        {t('account.forgetAll')}
      </Button>
      {asking && (
        <Confirm
          danger
          title={t('account.forgetAll')}
          action={t('account.forgetAll')}
          pending={forgetting.isPending}
          problem={forgetting.error === null ? undefined : asProblem(forgetting.error)}
          onConfirm={forgetting.mutate}
          reason
          onClose={() => setAsking(false)}
        >
          <p>{t('account.forgetAllText')}</p>
        </Confirm>
      )}
    </>
  )
}
