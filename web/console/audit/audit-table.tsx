import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AuditItem } from '../../api/types.ts'
import { DataTable } from '../../kit/data-table.tsx'
import { exact } from '../../kit/when.tsx'

/** The rows of the audit. */
export function AuditTable({ items }: { items: readonly AuditItem[] }) {
  const { t, i18n } = useTranslation('console')
  return (
    <DataTable
      caption={t('audit.title')}
      columns={[t('audit.what'), t('audit.outcome'), t('audit.when'), t('audit.who'), t('audit.source')]}
    >
      {items.map((item) => (
        <tr key={item.id}>
          <th scope="row">{item.text}</th>
          <td data-label={t('audit.outcome')}>
            <Badge variant="light" {...(item.outcome === 'refused' ? { color: 'red' } : {})}>
              {t(`audit.${item.outcome}`, { defaultValue: item.outcome })}
            </Badge>
          </td>
          <td data-label={t('audit.when')}>
            <time dateTime={new Date(item.at).toISOString()}>{exact(item.at, i18n.language)}</time>
          </td>
          <td data-label={t('audit.who')}>{item.actor}</td>
          <td data-label={t('audit.source')}>{item.source ?? '–'}</td>
        </tr>
      ))}
    </DataTable>
  )
}
