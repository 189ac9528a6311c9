import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AccountView } from '../../api/types.ts'

/** Whether an account has a second door. */
export function Protection({ account }: { account: AccountView }) {
  const { t } = useTranslation('console')
  if (account.factors.length === 0) {
    return (
      <Badge variant="light" color="gray">
        {t('accounts.empty')}
      </Badge>
    )
  }
  return account.protected ? (
    <Badge variant="light">{t('accounts.protected')}</Badge>
  ) : (
    <Badge variant="light" color="red">
      {t('accounts.unprotected')}
    </Badge>
  )
}
