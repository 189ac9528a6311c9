import { Button, NativeSelect, TextInput } from '@mantine/core'
import IconUpload from '@tabler/icons-react/icons/IconUpload'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { type ImporterView, listImporters, listTokens } from '../../api/tokens.ts'
import { usePortal } from '../../api/use-portal.ts'
import { useDebounced } from '../../kit/debounced.ts'
import { Empty } from '../../kit/empty.tsx'
import { More } from '../../kit/more.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import classes from '../accounts/accounts.module.css'
import { ImportDialog } from './import-dialog.tsx'
import { TokenTable } from './token-table.tsx'

/** Tokens that were bought by the box: brought in, put aside, taken out. */
export function TokensPage() {
  const { t } = useTranslation(['console', 'kit'])
  const importers = useQuery({
    queryKey: keys.importers,
    queryFn: ({ signal }) => listImporters(signal),
  })
  const [importing, setImporting] = useState(false)
  const kinds = [...new Set((importers.data?.items ?? []).map(({ factor }) => factor))]
  return (
    <>
      <PageHead
        title={t('tokens.title')}
        lead={t('tokens.lead')}
        action={
          <Button
            size="sm"
            disabled={kinds.length === 0}
            leftSection={<IconUpload size={16} aria-hidden />}
            onClick={() => setImporting(true)}
          >
            {t('tokens.import')}
          </Button>
        }
      />
      <QueryState query={importers} height={320} />
      {importers.isSuccess && kinds.length === 0 && <Empty title={t('tokens.noKinds')} />}
      {kinds.length > 0 && <Pool kinds={kinds} />}
      {importing && (
        <ImportDialog importers={importers.data?.items ?? []} onClose={() => setImporting(false)} />
      )}
    </>
  )
}

function Pool({ kinds }: { kinds: readonly ImporterView['factor'][] }) {
  const { t } = useTranslation(['console', 'kit'])
  const portal = usePortal()
  const [factor, setFactor] = useState(kinds[0] ?? '')
  const [begins, setBegins] = useState('')
  const list = useTokens(factor, begins)
  const items = (list.data?.pages ?? []).flatMap((page) => page.items)
  const nameOf = (id: string) => portal.factors.find((info) => info.id === id)?.guide.name ?? id
  return (
    <>
      <search className={classes.filters}>
        <TextInput
          className={classes.wide ?? ''}
          type="search"
          label={t('tokens.search')}
          value={begins}
          onChange={(event) => setBegins(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('tokens.kind')}
          value={factor}
          onChange={(event) => setFactor(event.currentTarget.value)}
          data={kinds.map((id) => ({ value: id, label: nameOf(id) }))}
        />
      </search>
      <QueryState query={list} height={320} />
      {list.isSuccess && items.length === 0 && <Empty title={t('tokens.none')}>{t('tokens.noneText')}</Empty>}
      {items.length > 0 && <TokenTable tokens={items} />}
      <More list={list} />
    </>
  )
}

function useTokens(factor: string, typed: string) {
  const begins = useDebounced(typed.trim(), 250)
  return useInfiniteQuery({
    queryKey: [...keys.tokens, factor, begins],
    queryFn: ({ pageParam, signal }) => listTokens({ factor, begins, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
}
