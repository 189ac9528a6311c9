import { NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AuthenticatorReports, reportAuthenticators } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { useFactorInfo } from '../../api/use-portal.ts'
import { DataTable } from '../../kit/data-table.tsx'
import { Empty } from '../../kit/empty.tsx'
import { More } from '../../kit/more.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import classes from './accounts.module.css'

const choices = [30, 90, 180, 365] as const

interface AuthenticatorReportProps<Name extends keyof AuthenticatorReports> {
  readonly name: Name
  /** What is told besides whose it is and what it is. */
  readonly columns: readonly Column<AuthenticatorReports[Name]>[]
}

interface Column<Item> {
  readonly heading: string
  cell(item: Item): ReactNode
}

/** Second factors that need a look, with whose they are; whoever reads it chooses how many days it spans. */
export function AuthenticatorReport<Name extends keyof AuthenticatorReports>({
  name,
  columns,
}: AuthenticatorReportProps<Name>) {
  const { t } = useTranslation('console')
  const words: keyof AuthenticatorReports = name
  const [days, setDays] = useState<number>(90)
  const list = useInfiniteQuery({
    queryKey: [...keys.authenticatorReports, name, days],
    queryFn: ({ pageParam, signal }) => reportAuthenticators(name, { days, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
  const items = (list.data?.pages ?? []).flatMap((page) => page.items)
  return (
    <>
      <PageHead
        back={<Link to="/">{t('nav.home')}</Link>}
        title={t(`${words}.title`)}
        lead={t(`${words}.lead`)}
      />
      <div className={classes.filters}>
        <NativeSelect
          label={t(`${words}.days`)}
          value={String(days)}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
          data={choices.map((count) => ({ value: String(count), label: t(`reports.choices.${count}`) }))}
        />
      </div>
      <QueryState query={list} height={320} />
      {list.isSuccess && items.length === 0 && <Empty title={t(`${words}.none`)} />}
      {items.length > 0 && (
        <DataTable
          caption={t(`${words}.title`)}
          columns={[
            t('reports.account'),
            t('reports.authenticator'),
            ...columns.map(({ heading }) => heading),
          ]}
        >
          {items.map((item) => (
            <tr key={item.id}>
              <th scope="row">
                <Owner item={item} />
              </th>
              <td data-label={t('reports.authenticator')}>
                <Named item={item} />
              </td>
              {columns.map(({ heading, cell }) => (
                <td key={heading} data-label={heading}>
                  {cell(item)}
                </td>
              ))}
            </tr>
          ))}
        </DataTable>
      )}
      <More list={list} />
    </>
  )
}

interface OfItem {
  readonly item: AuthenticatorReports[keyof AuthenticatorReports]
}

function Owner({ item: { account } }: OfItem) {
  const { t } = useTranslation('console')
  if (account === undefined) return t('reports.pool')
  return (
    <Link to="/accounts/$id" params={{ id: account.id }}>
      {account.name}
    </Link>
  )
}

/** Its label, its number where it has one, and its kind unless the label says as much. */
function Named({ item: { factor, label, handle } }: OfItem) {
  const kind = useFactorInfo(factor)?.guide.name ?? factor
  const name = handle === undefined ? label : `${label} ${handle}`
  return name === kind ? kind : `${name} · ${kind}`
}
