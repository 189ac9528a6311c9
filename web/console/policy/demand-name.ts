import { useTranslation } from 'react-i18next'

/** What a demand is called: the second factor of everybody, or a rule by its name. */
export function useDemandName(): (demand: string) => string {
  const { t } = useTranslation('console')
  return (demand) =>
    demand === 'mfa.required'
      ? t('policy.exceptions.secondFactor')
      : t('policy.exceptions.rule', { name: demand.slice('rule:'.length) })
}
