import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RuleView } from '../../api/policy.ts'
import card from '../../kit/card.module.css'
import classes from './policy.module.css'
import { RuleText } from './rule-text.tsx'

/** The rules in force: each by its name, with what it says and where it stands. */
export function RuleList({ rules }: { rules: readonly RuleView[] }) {
  const { t } = useTranslation('console')
  return (
    <ul className={classes.rules} aria-label={t('policy.rules')}>
      {rules.map(({ name, rule, applied }) => (
        <li key={name} className={classes.rule}>
          <div className={classes.called}>
            <h3 className={card.subheading}>{name}</h3>
            <Badge variant="light" miw="max-content" {...(applied ? {} : { color: 'gray' })}>
              {t(applied ? 'policy.applied' : 'policy.configured')}
            </Badge>
          </div>
          <RuleText rule={rule} />
        </li>
      ))}
    </ul>
  )
}
