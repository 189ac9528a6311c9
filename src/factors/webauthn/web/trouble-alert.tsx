import { useTranslation } from 'react-i18next'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { Trouble } from './browser.ts'

/** Says what the browser's own words leave in the dark. Nothing for no trouble. */
export function TroubleAlert({ trouble }: { trouble: Trouble | undefined }) {
  const { t } = useTranslation('webauthn')
  if (trouble === undefined) return null
  return <Alert tone={trouble === 'cancelled' ? 'info' : 'bad'}>{t(`trouble.${trouble}`)}</Alert>
}

/** This browser knows no keys, or this page is not one that it would use them on. */
export function Unsupported() {
  const { t } = useTranslation('webauthn')
  return <Alert tone="warn">{t(window.isSecureContext ? 'unsupported' : 'insecure')}</Alert>
}
