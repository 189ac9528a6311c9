import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Rule } from '../../api/policy.ts'
import card from '../../kit/card.module.css'
import classes from './policy.module.css'
import { useRuleWords } from './use-rule-words.ts'

/** What a rule asks for, and beneath it whom, for what, from where and when. */
export function RuleText({ rule }: { rule: Rule }) {
  const { t } = useTranslation('console')
  const { need, facts } = useRuleWords().rule(rule)
  return (
    <div className={classes.sentence}>
      <span>
        {need}
        {rule.report && (
          <>
            {' '}
            <Badge variant="light" color="gray" miw="max-content">
              {t('policy.reportOnly')}
            </Badge>
          </>
        )}
      </span>
      {facts.length === 0 && <span className={card.quiet}>{t('policy.everybody')}</span>}
      {facts.length > 0 && (
        <dl className={classes.facts}>
          {facts.map(({ label, text }) => (
            <div key={`${label} ${text}`} className={classes.fact}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {rule.says !== undefined && <span className={card.quiet}>“{rule.says}”</span>}
    </div>
  )
}
