import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Step } from '../../kit/step.tsx'

/** No page of the console lives at this address. */
export function NotFound() {
  const { t } = useTranslation('console')
  return (
    <Step title={t('notFound.title')} lead={t('notFound.lead')} focusTitle>
      <p>
        <Link to="/">{t('notFound.home')}</Link>
      </p>
    </Step>
  )
}
