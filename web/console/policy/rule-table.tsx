import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RuleView } from '../../api/policy.ts'
import card from '../../kit/card.module.css'
import { DataTable } from '../../kit/data-table.tsx'
import classes from './policy.module.css'

/** The rules in force, each as a sentence. */
export function RuleTable({ rules }: { rules: readonly RuleView[] }) {
  const { t } = useTranslation('console')
  return (
    <DataTable
      caption={t('policy.rules')}
      columns={[t('policy.rule'), t('policy.sentence'), t('policy.origin')]}
    >
      {rules.map(({ name, text, says, applied }) => (
        <tr key={name}>
          <th scope="row">
            <strong>{name}</strong>
          </th>
          <td data-label={t('policy.sentence')}>
            <div className={classes.sentence}>
              <span>{text}</span>
              {says !== undefined && <span className={card.quiet}>“{says}”</span>}
            </div>
          </td>
          <td data-label={t('policy.origin')}>
            <Badge variant="light" miw="max-content" {...(applied ? {} : { color: 'gray' })}>
              {t(applied ? 'policy.applied' : 'policy.configured')}
            </Badge>
          </td>
        </tr>
      ))}
    </DataTable>
  )
}
