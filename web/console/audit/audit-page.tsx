import { NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listAudit } from '../../api/audit.ts'
import { keys } from '../../api/keys.ts'
import { serverTime } from '../../api/server-time.ts'
import { useSession } from '../../api/use-session.ts'
import { Empty } from '../../kit/empty.tsx'
import { More } from '../../kit/more.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import classes from '../accounts/accounts.module.css'
import { AuditTable } from './audit-table.tsx'
import { type AuditSearch, sinceOf } from './search.ts'
import { type NamedAccount, useNamedAccount } from './use-named-account.ts'

/** What happened, in plain words, newest first. */
export function AuditPage() {
  const { t } = useTranslation(['console', 'kit'])
  const administers = useSession().data?.account.role === 'administrator'
  const filter: AuditSearch = useSearch({ from: '/audit' })
  const navigate = useNavigate({ from: '/audit' })
  const [typed, setTyped] = useState(filter.account ?? '')
  const account = useNamedAccount(filter.account)
  const list = useAudit(filter, account)
  const unknown = account.state === 'unknown'
  const items = unknown ? [] : (list.data?.pages.flatMap((page) => page.items) ?? [])

  function change(next: Record<string, string>): void {
    void navigate({ search: { ...filter, ...next }, replace: true })
  }

  return (
    <>
      <PageHead
        title={t('audit.title')}
        lead={t('audit.lead')}
        action={administers && <Link to="/webhooks">{t('audit.webhooks')}</Link>}
      />
      <search className={classes.filters}>
        <TextInput
          className={classes.wide ?? ''}
          type="search"
          label={t('audit.account')}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
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
      {!unknown && <QueryState query={account.state === 'failed' ? account.query : list} height={420} />}
      {unknown && <Empty title={t('audit.unknown')}>{t('audit.noneText')}</Empty>}
      {!unknown && list.isSuccess && items.length === 0 && (
        <Empty title={t('audit.none')}>{t('audit.noneText')}</Empty>
      )}
      {items.length > 0 && <AuditTable items={items} />}
      {!unknown && <More list={list} />}
    </>
  )
}

function useAudit(filter: AuditSearch, account: NamedAccount) {
  const since = useMemo(() => sinceOf(filter.span, serverTime()), [filter.span])
  const id = account.state === 'found' ? account.id : undefined
  const asked = { account: id, outcome: filter.outcome, since }
  return useInfiniteQuery({
    queryKey: [...keys.audit, asked],
    queryFn: ({ pageParam, signal }) => listAudit({ ...asked, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    enabled: account.state === 'any' || account.state === 'found',
  })
}
