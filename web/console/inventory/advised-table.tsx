import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AdvisedAccount } from '../../api/inventory.ts'
import { DataTable } from '../../kit/data-table.tsx'
import classes from './inventory.module.css'

/** Accounts that need a second factor and have none, with the reasons in words. */
export function AdvisedTable({ items }: { items: readonly AdvisedAccount[] }) {
  const { t } = useTranslation('console')
  return (
    <DataTable
      caption={t('inventory.title')}
      columns={[t('accounts.name'), t('inventory.because'), t('inventory.reaches')]}
    >
      {items.map(({ account, here, because, classes: reached, signals, service }) => (
        <tr key={account}>
          <th scope="row">
            <strong>{account}</strong>
            {!here && <span className={classes.elsewhere}> {t('inventory.notHere')}</span>}
          </th>
          <td data-label={t('inventory.because')}>{because.join('; ')}</td>
          <td data-label={t('inventory.reaches')}>
            <span className={classes.badges}>
              {service && (
                <Badge variant="light" color="yellow">
                  {t('inventory.service')}
                </Badge>
              )}
              {reached.map((name) => (
                <Badge key={name} variant="light" color="gray">
                  {t(`policy.class.${name}`, name)}
                </Badge>
              ))}
              {signals.map((name) => (
                <Badge key={name} variant="light" color="red">
                  {t(`policy.mark.${name}`, name)}
                </Badge>
              ))}
              {!service && reached.length + signals.length === 0 && (
                <span className={classes.elsewhere}>{t('inventory.reachesNothing')}</span>
              )}
            </span>
          </td>
        </tr>
      ))}
    </DataTable>
  )
}
