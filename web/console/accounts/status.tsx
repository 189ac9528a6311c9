import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AccountView } from '../../api/types.ts'

/** Active, disabled, or locked for now. */
export function Status({ account }: { account: AccountView }) {
  const { t } = useTranslation('console')
  if (account.locked) {
    return (
      <Badge variant="light" color="red">
        {t('accounts.locked')}
      </Badge>
    )
  }
  if (account.status === 'active') return t('accounts.active')
  return (
    <Badge variant="light" color="gray">
      {t('accounts.disabled')}
    </Badge>
  )
}
