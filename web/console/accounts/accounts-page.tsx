import { Button } from '@mantine/core'
import IconPlus from '@tabler/icons-react/icons/IconPlus'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listAccounts } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { useSession } from '../../api/use-session.ts'
import { useDebounced } from '../../kit/debounced.ts'
import { Empty } from '../../kit/empty.tsx'
import { More } from '../../kit/more.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { AccountFilters } from './account-filters.tsx'
import { AccountTable } from './account-table.tsx'
import { CreateDialog } from './create-dialog.tsx'
import type { AccountsSearch } from './search.ts'

const pageSize = 50

/** All accounts: searched, filtered, page by page. */
export function AccountsPage() {
  const { t } = useTranslation(['console', 'kit'])
  const [creating, setCreating] = useState(false)
  const administers = useSession().data?.account.role === 'administrator'
  const { filter, text, change } = useFilter()
  const list = useAccounts(filter)
  const items = (list.data?.pages ?? []).flatMap((page) => page.items)
  return (
    <>
      <PageHead
        title={t('accounts.title')}
        lead={
          <>
            {t('accounts.lead')} {administers && <Link to="/directories">{t('accounts.directories')}</Link>}
          </>
        }
        action={
          <Button
            size="sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setCreating(true)}
          >
            {t('accounts.create')}
          </Button>
        }
      />
      <AccountFilters filter={filter} text={text} onChange={change} />
      <QueryState query={list} height={420} />
      {list.isSuccess && items.length === 0 && (
        <Empty title={t('accounts.none')}>{t('accounts.noneText')}</Empty>
      )}
      {items.length > 0 && <AccountTable accounts={items} />}
      <More list={list} />
      {creating && <CreateDialog onClose={() => setCreating(false)} />}
    </>
  )
}

function useFilter() {
  const filter: AccountsSearch = useSearch({ from: '/accounts' })
  const navigate = useNavigate({ from: '/accounts' })
  const [text, setText] = useState(filter.search ?? '')

  function change(next: AccountsSearch): void {
    setText(next.search ?? '')
    void navigate({ search: next, replace: true })
  }

  return { filter, text, change }
}

function useAccounts({ search: text = '', protected: shielded, ...filter }: AccountsSearch) {
  const search = useDebounced(text, 250)
  const wanted = {
    ...filter,
    search,
    ...(shielded === undefined ? {} : { protected: shielded === 'yes' }),
  }
  return useInfiniteQuery({
    queryKey: [...keys.accounts, wanted],
    queryFn: ({ pageParam, signal }) =>
      listAccounts({ ...wanted, cursor: pageParam, limit: pageSize }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
}
