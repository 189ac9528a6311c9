import { Badge, Button } from '@mantine/core'
import IconDeviceDesktop from '@tabler/icons-react/icons/IconDeviceDesktop'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import { forgetBrowser, listRememberedBrowsers } from '../../api/session.ts'
import type { RememberedBrowserView } from '../../api/types.ts'
import { browserName } from '../../kit/browser-name.ts'
import { ItemCard } from '../../kit/item-card.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { tell } from '../../kit/tell.ts'
import { When } from '../../kit/when.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import classes from './sessions.module.css'

/** Browsers at which a password is enough for a while; nothing where there are none. */
export function RememberedBrowsers() {
  const { t } = useTranslation('portal')
  const list = useQuery({
    queryKey: keys.rememberedBrowsers,
    queryFn: ({ signal }) => listRememberedBrowsers(signal),
  })
  const items = list.data?.items ?? []
  if (list.error !== null) return <QueryState query={list} height={0} />
  if (items.length === 0) return null
  return (
    <section className={classes.remembered}>
      <h2>{t('remembered.title')}</h2>
      <p className={classes.lead}>{t('remembered.lead')}</p>
      <ul className={classes.list}>
        {items.map((browser) => (
          <li key={browser.id}>
            <BrowserCard browser={browser} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function BrowserCard({ browser }: { browser: RememberedBrowserView }) {
  const { t } = useTranslation('portal')
  const queries = useQueryClient()
  const name = browserName(browser.userAgent) ?? t('sessions.unknown')
  const forgetting = useMutation({
    mutationFn: () => forgetBrowser(browser.id),
    onSuccess: async () => {
      tell(t('remembered.forgotten', { browser: name }))
      await queries.invalidateQueries()
    },
  })
  return (
    <ItemCard
      icon={<IconDeviceDesktop size={22} />}
      quiet
      level={3}
      title={
        <>
          {name}
          {browser.current && <Badge variant="light">{t('sessions.here')}</Badge>}
        </>
      }
      facts={
        <>
          {t('remembered.since')} <When at={browser.rememberedAt} />, {t('remembered.ends')}{' '}
          <When at={browser.expiresAt} />
          {browser.source !== undefined && ` · ${t('sessions.from', { source: browser.source })}`}
        </>
      }
      actionBelow
      action={
        <Button
          variant="default"
          size="sm"
          loading={forgetting.isPending}
          onClick={() => forgetting.mutate()}
          aria-label={t('remembered.forgetOne', { browser: name })}
        >
          {t('remembered.forget')}
        </Button>
      }
    >
      {forgetting.error === null ? undefined : <ProblemAlert problem={asProblem(forgetting.error)} />}
    </ItemCard>
  )
}
