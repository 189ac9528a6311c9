import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AccountView } from '../../api/types.ts'
import { DataTable } from '../../kit/data-table.tsx'
import { When } from '../../kit/when.tsx'
import classes from './accounts.module.css'
import { Protection } from './protection.tsx'
import { Status } from './status.tsx'

/** The rows of the list. */
export function AccountTable({ accounts }: { accounts: readonly AccountView[] }) {
  const { t } = useTranslation('console')
  return (
    <DataTable
      caption={t('accounts.title')}
      columns={[
        t('accounts.name'),
        t('accounts.protection'),
        t('accounts.status'),
        t('accounts.role'),
        t('accounts.lastSignIn'),
      ]}
    >
      {accounts.map((account) => (
        <tr key={account.id}>
          <th scope="row">
            <Link to="/accounts/$id" params={{ id: account.id }} className={classes.name}>
              {account.name}
            </Link>
          </th>
          <td data-label={t('accounts.protection')}>
            <Protection account={account} />
          </td>
          <td data-label={t('accounts.status')}>
            <Status account={account} />
          </td>
          <td data-label={t('accounts.role')}>{t(`role.${account.role}`)}</td>
          <td data-label={t('accounts.lastSignIn')}>
            {account.lastSignInAt ? <When at={account.lastSignInAt} /> : t('accounts.never')}
          </td>
        </tr>
      ))}
    </DataTable>
  )
}
