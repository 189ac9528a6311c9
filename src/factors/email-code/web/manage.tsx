import { useTranslation } from 'react-i18next'
import type { ManageProps } from '../../../../web/kit/factor-screens.ts'

/** Which mailbox it is. */
export function ManageEmailCode({ authenticator }: ManageProps) {
  const { t } = useTranslation('email-code')
  return <p>{t('manage.address', { address: String(authenticator.describe.address) })}</p>
}
