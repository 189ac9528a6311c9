import { NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type IdleView, listIdle } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { useFactorInfo } from '../../api/use-portal.ts'
import { DataTable } from '../../kit/data-table.tsx'
import { Empty } from '../../kit/empty.tsx'
import { More } from '../../kit/more.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { When } from '../../kit/when.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import classes from './accounts.module.css'

const choices = [30, 90, 180, 365] as const

/** Second factors that lie unused, with whose they are. */
export function IdlePage() {
  const { t } = useTranslation(['console', 'kit'])
  const [days, setDays] = useState<number>(90)
  const list = useInfiniteQuery({
    queryKey: [...keys.idle, days],
    queryFn: ({ pageParam, signal }) => listIdle({ days, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
  const items = (list.data?.pages ?? []).flatMap((page) => page.items)
  return (
    <>
      <PageHead back={<Link to="/">{t('nav.home')}</Link>} title={t('idle.title')} lead={t('idle.lead')} />
      <div className={classes.filters}>
        <NativeSelect
          label={t('idle.days')}
          value={String(days)}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
          data={choices.map((count) => ({ value: String(count), label: t(`idle.choices.${count}`) }))}
        />
      </div>
      <QueryState query={list} height={320} />
      {list.isSuccess && items.length === 0 && <Empty title={t('idle.none')} />}
      {items.length > 0 && (
        <DataTable
          caption={t('idle.title')}
          columns={[t('idle.account'), t('idle.authenticator'), t('idle.added'), t('idle.used')]}
        >
          {items.map((item) => (
            <Row key={item.id} item={item} />
          ))}
        </DataTable>
      )}
      <More list={list} />
    </>
  )
}

function Row({ item }: { readonly item: IdleView }) {
  const { t } = useTranslation('console')
  const kind = useFactorInfo(item.factor)?.guide.name ?? item.factor
  return (
    <tr>
      <th scope="row">
        <Link to="/accounts/$id" params={{ id: item.account.id }}>
          {item.account.name}
        </Link>
      </th>
      <td data-label={t('idle.authenticator')}>{item.label === kind ? kind : `${item.label} · ${kind}`}</td>
      <td data-label={t('idle.added')}>
        <When at={item.createdAt} />
      </td>
      <td data-label={t('idle.used')}>
        {item.lastUsedAt === undefined ? t('idle.never') : <When at={item.lastUsedAt} />}
      </td>
    </tr>
  )
}
