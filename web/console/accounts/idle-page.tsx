import { useTranslation } from 'react-i18next'
import { When } from '../../kit/when.tsx'
import { AuthenticatorReport } from './authenticator-report.tsx'

/** Second factors that lie unused. */
export function IdlePage() {
  const { t } = useTranslation('console')
  return (
    <AuthenticatorReport
      name="idle"
      columns={[
        { heading: t('idle.added'), cell: ({ createdAt }) => <When at={createdAt} /> },
        {
          heading: t('idle.used'),
          cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? t('idle.never') : <When at={lastUsedAt} />),
        },
      ]}
    />
  )
}
