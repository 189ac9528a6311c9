import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePortal } from '../../api/use-portal.ts'
import { GateFrame } from '../../kit/gate-frame.tsx'
import { Step } from '../../kit/step.tsx'

/** No page lives at this address. */
export function NotFound() {
  const { t } = useTranslation('portal')
  const { name } = usePortal()
  return (
    <GateFrame stage={0} name={name}>
      <Step title={t('notFound.title')} lead={t('notFound.lead')} focusTitle>
        <p>
          <Link to="/">{t('notFound.home')}</Link>
        </p>
      </Step>
    </GateFrame>
  )
}
