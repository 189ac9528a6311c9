import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AccountView } from '../../api/types.ts'

/** Active or disabled. */
export function Status({ account }: { account: AccountView }) {
  const { t } = useTranslation('console')
  if (account.status === 'active') return t('accounts.active')
  return (
    <Badge variant="light" color="gray">
      {t('accounts.disabled')}
    </Badge>
  )
}
