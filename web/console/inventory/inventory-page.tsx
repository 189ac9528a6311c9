import { NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AdviceFilter, type AdviceView, advicePage, adviseInventory } from '../../api/inventory.ts'
import { keys } from '../../api/keys.ts'
import { useSession } from '../../api/use-session.ts'
import card from '../../kit/card.module.css'
import { useDebounced } from '../../kit/debounced.ts'
import { Empty } from '../../kit/empty.tsx'
import { More } from '../../kit/more.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import filters from '../accounts/accounts.module.css'
import { applicationClasses } from '../applications/class-field.tsx'
import { marks } from '../policy/choices.ts'
import { AdvisedTable } from './advised-table.tsx'
import { ClassBars } from './class-bars.tsx'
import { Stages } from './stages.tsx'
import { SystemsCard } from './systems-card.tsx'

/** Who needs a second factor and has none, the most urgent first; and rules that would ask for it. */
export function InventoryPage() {
  const { t } = useTranslation('console')
  const [filter, setFilter] = useState<AdviceFilter>({})
  const asked = useDebounced(filter, 250)
  const administers = useSession().data?.account.role === 'administrator'
  const list = useInfiniteQuery({
    queryKey: [...keys.advice, asked],
    queryFn: ({ pageParam, signal }) => adviseInventory(asked, pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: ({ found }, pages) => {
      const read = pages.length * advicePage
      return read < found ? read : undefined
    },
  })
  const first = list.data?.pages[0]
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageHead title={t('inventory.title')} lead={t('inventory.lead')} />
      <div className={card.page}>
        <QueryState query={list} height={420} />
        {first !== undefined && <Picture advice={first} />}
        <search className={filters.filters}>
          <TextInput
            className={filters.wide ?? ''}
            type="search"
            label={t('inventory.search')}
            value={filter.search ?? ''}
            onChange={(event) => setFilter({ ...filter, search: event.currentTarget.value })}
          />
          <NativeSelect
            label={t('inventory.class')}
            value={filter.class ?? ''}
            onChange={(event) => setFilter({ ...filter, class: event.currentTarget.value })}
            data={[
              { value: '', label: t('accounts.all') },
              ...applicationClasses.map((value) => ({ value, label: t(`policy.class.${value}`) })),
            ]}
          />
          <NativeSelect
            label={t('inventory.signal')}
            value={filter.signal ?? ''}
            onChange={(event) => setFilter({ ...filter, signal: event.currentTarget.value })}
            data={[
              { value: '', label: t('accounts.all') },
              ...marks.map((value) => ({ value, label: t(`policy.mark.${value}`) })),
            ]}
          />
        </search>
        {list.isSuccess && items.length === 0 && (
          <Empty title={t('inventory.none')}>{t('inventory.noneText')}</Empty>
        )}
        {items.length > 0 && <AdvisedTable items={items} />}
        <More list={list} />
        {first !== undefined && first.stages.length > 0 && (
          <Stages stages={first.stages} administers={administers} />
        )}
        <SystemsCard administers={administers} />
      </div>
    </>
  )
}

function Picture({ advice }: { advice: AdviceView }) {
  const { t } = useTranslation('console')
  const { accounts, need, lack, byClass } = advice
  return (
    <section className={`${card.surface} ${card.card}`}>
      <h2 className={card.heading}>{t('inventory.picture', { lack, need })}</h2>
      <p className={card.quiet}>{t('inventory.pictureText', { count: accounts })}</p>
      <ClassBars classes={byClass} />
    </section>
  )
}
