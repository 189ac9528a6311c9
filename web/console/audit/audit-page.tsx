import { Button, NativeSelect, Skeleton, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listAudit } from '../../api/audit.ts'
import { keys } from '../../api/keys.ts'
import { Empty } from '../../kit/empty.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryProblem } from '../../step-up/query-problem.tsx'
import classes from '../accounts/accounts.module.css'
import { AuditTable } from './audit-table.tsx'
import { type AuditSearch, sinceOf } from './search.ts'
import { useAccountId } from './use-account-id.ts'

/** What happened, in plain words, newest first. */
export function AuditPage() {
  const { t } = useTranslation(['console', 'kit'])
  const filter: AuditSearch = useSearch({ from: '/audit' })
  const navigate = useNavigate({ from: '/audit' })
  const [account, setAccount] = useState(filter.account ?? '')
  const list = useAudit(filter)
  const items = list.data?.pages.flatMap((page) => page.items) ?? []

  function change(next: Record<string, string>): void {
    void navigate({ search: { ...filter, ...next }, replace: true })
  }

  return (
    <>
      <PageHead title={t('audit.title')} lead={t('audit.lead')} />
      <search className={classes.filters}>
        <TextInput
          className={classes.wide ?? ''}
          type="search"
          label={t('audit.account')}
          value={account}
          onChange={(event) => {
            setAccount(event.currentTarget.value)
            change({ account: event.currentTarget.value })
          }}
        />
        <NativeSelect
          label={t('audit.outcome')}
          value={filter.outcome ?? ''}
          onChange={(event) => change({ outcome: event.currentTarget.value })}
          data={[
            { value: '', label: t('audit.all') },
            { value: 'accepted', label: t('audit.accepted') },
            { value: 'refused', label: t('audit.refused') },
            { value: 'done', label: t('audit.done') },
          ]}
        />
        <NativeSelect
          label={t('audit.span')}
          value={filter.span ?? ''}
          onChange={(event) => change({ span: event.currentTarget.value })}
          data={[
            { value: '', label: t('audit.always') },
            { value: 'day', label: t('audit.day') },
            { value: 'week', label: t('audit.week') },
            { value: 'month', label: t('audit.month') },
          ]}
        />
      </search>
      <QueryProblem query={list} />
      {list.isPending && <Skeleton height={420} radius="lg" />}
      {list.isSuccess && items.length === 0 && <Empty title={t('audit.none')}>{t('audit.noneText')}</Empty>}
      {items.length > 0 && <AuditTable items={items} />}
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('more', { ns: 'kit' })}
          </Button>
        </div>
      )}
    </>
  )
}

function useAudit(filter: AuditSearch) {
  const account = useAccountId(filter.account)
  const since = useMemo(() => sinceOf(filter.span, Date.now()), [filter.span])
  const asked = { account: account.id, outcome: filter.outcome, since }
  return useInfiniteQuery({
    queryKey: [...keys.audit, asked],
    queryFn: ({ pageParam, signal }) => listAudit({ ...asked, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    enabled: account.known,
  })
}
