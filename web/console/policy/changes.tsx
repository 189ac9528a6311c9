import { useTranslation } from 'react-i18next'
import type { ChangeView } from '../../api/policy.ts'
import classes from './policy.module.css'

/** What rules change, each as a sentence before and after. */
export function Changes({ changes }: { changes: readonly ChangeView[] }) {
  const { t } = useTranslation('console')
  return (
    <ul className={classes.changes}>
      {changes.map(({ what, name, before, after }) => (
        <li key={`${what} ${name}`} className={classes.change}>
          <strong>{name}</strong>
          {before !== undefined && (
            <span>
              <span className={classes.sign}>{t(after === undefined ? 'policy.removed' : 'policy.was')}</span>{' '}
              <del>{before}</del>
            </span>
          )}
          {after !== undefined && (
            <span>
              <span className={classes.sign}>
                {t(before === undefined ? 'policy.added' : 'policy.becomes')}
              </span>{' '}
              <ins>{after}</ins>
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
