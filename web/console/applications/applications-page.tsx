import { Button, Skeleton } from '@mantine/core'
import IconPlus from '@tabler/icons-react/icons/IconPlus'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listApplications } from '../../api/applications.ts'
import { keys } from '../../api/keys.ts'
import card from '../../kit/card.module.css'
import { Empty } from '../../kit/empty.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryProblem } from '../../step-up/query-problem.tsx'
import { ApplicationCard } from './application-card.tsx'
import { ConnectApplicationDialog } from './connect/connect-application-dialog.tsx'
import { CreateDialog } from './create-dialog.tsx'
import { TokensPart } from './registration/tokens-part.tsx'

/** Whoever asks us to authenticate, and their API keys. */
export function ApplicationsPage() {
  const { t } = useTranslation('console')
  const [asking, setAsking] = useState<'create' | 'connect'>()
  const close = () => setAsking(undefined)
  const list = useQuery({ queryKey: keys.applications, queryFn: ({ signal }) => listApplications(signal) })
  const items = (list.data?.items ?? []).filter(({ kind }) => kind === 'client')
  return (
    <>
      <PageHead
        title={t('applications.title')}
        lead={t('applications.lead')}
        action={
          <div className={card.buttons}>
            <Button variant="default" size="sm" onClick={() => setAsking('create')}>
              {t('applications.create')}
            </Button>
            <Button
              size="sm"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => setAsking('connect')}
            >
              {t('products.open')}
            </Button>
          </div>
        }
      />
      <QueryProblem query={list} />
      {list.isPending && <Skeleton height={300} radius="lg" />}
      {list.isSuccess && items.length === 0 && (
        <Empty title={t('applications.none')}>{t('applications.noneText')}</Empty>
      )}
      <ul className={card.list}>
        {items.map((application) => (
          <li key={application.id}>
            <ApplicationCard application={application} />
          </li>
        ))}
      </ul>
      {list.isSuccess && <TokensPart />}
      {asking === 'create' && <CreateDialog onClose={close} />}
      {asking === 'connect' && <ConnectApplicationDialog onClose={close} />}
    </>
  )
}
