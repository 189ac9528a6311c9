import { NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type EndingView, listEnding } from '../../api/accounts.ts'
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

/** Second factors that end soon or have ended, with whose they are: what to order, and whom to write to. */
export function EndingPage() {
  const { t } = useTranslation(['console', 'kit'])
  const [days, setDays] = useState<number>(90)
  const list = useInfiniteQuery({
    queryKey: [...keys.ending, days],
    queryFn: ({ pageParam, signal }) => listEnding({ days, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
  const items = (list.data?.pages ?? []).flatMap((page) => page.items)
  return (
    <>
      <PageHead
        back={<Link to="/">{t('nav.home')}</Link>}
        title={t('ending.title')}
        lead={t('ending.lead')}
      />
      <div className={classes.filters}>
        <NativeSelect
          label={t('ending.days')}
          value={String(days)}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
          data={choices.map((count) => ({ value: String(count), label: t(`idle.choices.${count}`) }))}
        />
      </div>
      <QueryState query={list} height={320} />
      {list.isSuccess && items.length === 0 && <Empty title={t('ending.none')} />}
      {items.length > 0 && (
        <DataTable
          caption={t('ending.title')}
          columns={[t('idle.account'), t('idle.authenticator'), t('ending.ends'), t('ending.why')]}
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

function Row({ item }: { readonly item: EndingView }) {
  const { t } = useTranslation('console')
  const { account, handle, label } = item
  const kind = useFactorInfo(item.factor)?.guide.name ?? item.factor
  const name = handle === undefined ? label : `${label} ${handle}`
  return (
    <tr>
      <th scope="row">
        {account === undefined ? (
          t('ending.pool')
        ) : (
          <Link to="/accounts/$id" params={{ id: account.id }}>
            {account.name}
          </Link>
        )}
      </th>
      <td data-label={t('idle.authenticator')}>{name === kind ? kind : `${name} · ${kind}`}</td>
      <td data-label={t('ending.ends')}>
        <When at={item.endsAt} />
      </td>
      <td data-label={t('ending.why')}>
        <span>
          {item.because} {item.last && <strong>{t('ending.last')}</strong>}
        </span>
      </td>
    </tr>
  )
}
