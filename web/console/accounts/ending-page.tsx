import { useTranslation } from 'react-i18next'
import { When } from '../../kit/when.tsx'
import { AuthenticatorReport } from './authenticator-report.tsx'

/** Second factors that end soon or have ended: what to order, and whom to write to. */
export function EndingPage() {
  const { t } = useTranslation('console')
  return (
    <AuthenticatorReport
      name="ending"
      columns={[
        { heading: t('ending.ends'), cell: ({ endsAt }) => <When at={endsAt} /> },
        {
          heading: t('ending.why'),
          cell: ({ because, last }) => (
            <span>
              {because} {last && <strong>{t('ending.last')}</strong>}
            </span>
          ),
        },
      ]}
    />
  )
}
