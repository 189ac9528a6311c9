import { useTranslation } from 'react-i18next'
import type { Reason } from '../api/types.ts'
import { exact } from './when.tsx'

/** Why something is needed, as a sentence; the end of an exception is told by the clock of whoever reads. */
export function useReasonText(): (reason: Reason) => string {
  const { t, i18n } = useTranslation('kit')
  return ({ text, exception }) => {
    if (exception === undefined) return text
    const demands = exception.demands.map((demand) =>
      demand === 'mfa.required' ? t('reasons.secondFactor') : `“${demand.slice('rule:'.length)}”`,
    )
    return t('reasons.exception', {
      demands: new Intl.ListFormat(i18n.language).format(demands),
      until: exact(exception.until, i18n.language),
    })
  }
}
