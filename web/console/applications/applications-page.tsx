import { Button, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/icons/IconPlus'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listApplications } from '../../api/applications.ts'
import { keys } from '../../api/keys.ts'
import type { ApplicationView } from '../../api/types.ts'
import card from '../../kit/card.module.css'
import { Empty } from '../../kit/empty.tsx'
import { More } from '../../kit/more.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { useFirst } from '../../kit/use-first.ts'
import { QueryState } from '../../step-up/query-state.tsx'
import { ApplicationCard } from './application-card.tsx'
import classes from './applications.module.css'
import { ConnectApplicationDialog } from './connect/connect-application-dialog.tsx'
import { TokensPart } from './registration/tokens-part.tsx'

/** So many are seen at a glance. */
const fewEnough = 5
/** Each is a card with doors of its own to ask for. */
const perPage = 20

/** Whoever asks us to authenticate, and their API keys. */
export function ApplicationsPage() {
  const { t } = useTranslation('console')
  const [connecting, setConnecting] = useState(false)
  const list = useQuery({ queryKey: keys.applications, queryFn: ({ signal }) => listApplications(signal) })
  const [search, setSearch] = useState('')
  const items = (list.data?.items ?? []).filter(({ kind }) => kind === 'client')
  const found = items.filter((application) => isFound(application, search))
  const { first, pages } = useFirst(found, perPage)
  return (
    <>
      <PageHead
        title={t('applications.title')}
        lead={t('applications.lead')}
        action={
          <Button
            size="sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setConnecting(true)}
          >
            {t('products.open')}
          </Button>
        }
      />
      <QueryState query={list} height={300} />
      {list.isSuccess && items.length === 0 && (
        <Empty title={t('applications.none')}>{t('applications.noneText')}</Empty>
      )}
      {items.length > fewEnough && (
        <TextInput
          className={classes.search ?? ''}
          type="search"
          label={t('applications.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {items.length > 0 && found.length === 0 && <Empty title={t('applications.notFound')} />}
      <ul className={card.list}>
        {first.map((application) => (
          <li key={application.id}>
            <ApplicationCard application={application} />
          </li>
        ))}
      </ul>
      <More list={pages} />
      {list.isSuccess && <TokensPart />}
      {connecting && <ConnectApplicationDialog onClose={() => setConnecting(false)} />}
    </>
  )
}

/** By a part of its name or of its owner's. */
function isFound({ name, owner = '' }: ApplicationView, search: string): boolean {
  return `${name} ${owner}`.toLowerCase().includes(search.trim().toLowerCase())
}
