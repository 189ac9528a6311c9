import { useTranslation } from 'react-i18next'
import type { ChangeView, Rule, Strength } from '../../api/policy.ts'
import classes from './policy.module.css'
import { RuleText } from './rule-text.tsx'
import { useRuleWords } from './use-rule-words.ts'

/** What rules change: each as it was, and as it becomes. */
export function Changes({ changes }: { changes: readonly ChangeView[] }) {
  const { t } = useTranslation('console')
  return (
    <ul className={classes.changes}>
      {changes.map(({ what, name, was, becomes }) => (
        <li key={`${what} ${name}`} className={classes.change}>
          <strong>{name}</strong>
          {was !== undefined && (
            <del>
              <span className={classes.sign}>
                {t(becomes === undefined ? 'policy.removed' : 'policy.was')}
              </span>
              <Written what={was} />
            </del>
          )}
          {becomes !== undefined && (
            <ins>
              <span className={classes.sign}>{t(was === undefined ? 'policy.added' : 'policy.becomes')}</span>
              <Written what={becomes} />
            </ins>
          )}
        </li>
      ))}
    </ul>
  )
}

function Written({ what }: { what: Rule | Strength }) {
  const words = useRuleWords()
  return 'need' in what ? <RuleText rule={what} /> : words.strength(what)
}
