import { Badge } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AuditItem } from '../../api/types.ts'
import { DataTable } from '../../kit/data-table.tsx'
import { Told } from '../../kit/told.tsx'
import { exact } from '../../kit/when.tsx'

/** The rows of the audit. */
export function AuditTable({ items }: { items: readonly AuditItem[] }) {
  const { t, i18n } = useTranslation('console')
  return (
    <DataTable
      caption={t('audit.title')}
      columns={[t('audit.what'), t('audit.about'), t('audit.outcome'), t('audit.when'), t('audit.who')]}
    >
      {items.map((item) => (
        <tr key={item.id}>
          <th scope="row">
            <Told>{item.text}</Told>
            {(item.count ?? 1) > 1 && ` · ${t('why.times', { count: item.count })}`}
          </th>
          <td data-label={t('audit.about')}>
            <About item={item} />
          </td>
          <td data-label={t('audit.outcome')}>
            <Badge variant="light" {...(item.outcome === 'refused' ? { color: 'red' } : {})}>
              {t(`audit.${item.outcome}`)}
            </Badge>
          </td>
          <td data-label={t('audit.when')}>
            <time dateTime={new Date(item.at).toISOString()}>{exact(item.at, i18n.language)}</time>
          </td>
          <td data-label={t('audit.who')}>
            <span>
              <Doer item={item} />
              {item.source !== undefined && ` · ${item.source}`}
            </span>
          </td>
        </tr>
      ))}
    </DataTable>
  )
}

/** The account that it concerns, else the application. */
function About({ item }: { item: AuditItem }) {
  if (item.accountId === undefined) return item.accountName ?? item.applicationName ?? '–'
  return (
    <Link to="/accounts/$id" params={{ id: item.accountId }}>
      {item.accountName ?? item.accountId}
    </Link>
  )
}

function Doer({ item: { by, accountId } }: { item: AuditItem }) {
  const { t } = useTranslation('console')
  if (by.accountId === undefined) return by.name
  if (by.accountId === accountId) return t('audit.themselves')
  return (
    <Link to="/accounts/$id" params={{ id: by.accountId }}>
      {by.name}
    </Link>
  )
}
