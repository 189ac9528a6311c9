import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { compareFactors } from '../../api/factors.ts'
import { keys } from '../../api/keys.ts'
import { usePortal } from '../../api/use-portal.ts'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import type { Weighed } from './advise.ts'
import { Adviser } from './adviser.tsx'
import { GradeTable } from './grade-table.tsx'
import { type Assumptions, usualAssumptions } from './price.ts'
import { PriceTable } from './price-table.tsx'
import { StoryList } from './story-list.tsx'
import { ThreatTable } from './threat-table.tsx'

/** The article's first step, grown up: what each factor costs, how easy and how safe it is, and which to take. */
export function ChoosingPage() {
  const { t } = useTranslation('console')
  const query = useQuery({ queryKey: keys.comparison, queryFn: ({ signal }) => compareFactors(signal) })
  const { factors } = usePortal()
  const [assumptions, setAssumptions] = useState<Assumptions>(usualAssumptions)
  const weighed = (query.data?.items ?? []).flatMap(({ id, ...rest }): readonly Weighed[] => {
    const info = factors.find((one) => one.id === id)
    return info ? [{ info, ...rest }] : []
  })
  return (
    <>
      <PageHead title={t('choosing.title')} lead={t('choosing.lead')} />
      <QueryState query={query} height={480} />
      {weighed.length > 0 && (
        <>
          <Adviser weighed={weighed} assumptions={assumptions} />
          <GradeTable weighed={weighed} />
          <ThreatTable weighed={weighed} />
          <PriceTable weighed={weighed} assumptions={assumptions} onAssumptions={setAssumptions} />
          <StoryList weighed={weighed} />
        </>
      )}
    </>
  )
}
