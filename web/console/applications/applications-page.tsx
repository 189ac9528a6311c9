import { Button, Skeleton } from '@mantine/core'
import IconPlus from '@tabler/icons-react/icons/IconPlus'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listApplications } from '../../api/applications.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import { Empty } from '../../kit/empty.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { ApplicationCard } from './application-card.tsx'
import classes from './applications.module.css'
import { CreateDialog } from './create-dialog.tsx'

/** Whoever asks us to authenticate, and their API keys. */
export function ApplicationsPage() {
  const { t } = useTranslation(['console', 'kit'])
  const [creating, setCreating] = useState(false)
  const list = useInfiniteQuery({
    queryKey: keys.applications,
    queryFn: ({ pageParam, signal }) => listApplications(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageHead
        title={t('applications.title')}
        lead={t('applications.lead')}
        action={
          <Button
            size="sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setCreating(true)}
          >
            {t('applications.create')}
          </Button>
        }
      />
      {list.error !== null && <ProblemAlert problem={asProblem(list.error)} />}
      {list.isPending && <Skeleton height={300} radius="lg" />}
      {list.isSuccess && items.length === 0 && (
        <Empty title={t('applications.none')}>{t('applications.noneText')}</Empty>
      )}
      <ul className={classes.list}>
        {items.map((application) => (
          <li key={application.id}>
            <ApplicationCard application={application} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('more', { ns: 'kit' })}
        </Button>
      )}
      {creating && <CreateDialog onClose={() => setCreating(false)} />}
    </>
  )
}
