import { useTranslation } from 'react-i18next'
import type { Shown } from '../../../../web/api/types.ts'
import classes from './token.module.css'

/** What is to be typed into the token; with it what is confirmed, where a transaction is. */
export function Question({ show }: { readonly show: Shown }) {
  const { t } = useTranslation('hotp-token')
  const transaction = Object.entries(Object(show.transaction)).map(([name, value]) => [name, String(value)])
  return (
    <div className={classes.question}>
      {transaction.length > 0 && (
        <>
          <p className={classes.label}>{t('question.transaction')}</p>
          <dl className={classes.facts}>
            {transaction.map(([name, value]) => (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <p className={classes.label}>{t('question.label')}</p>
      <p className={classes.number} aria-live="polite">
        {inGroups(String(show.question))}
      </p>
    </div>
  )
}

/** In fours where that comes out even, in threes otherwise: easier to copy. */
function inGroups(digits: string): string {
  const size = digits.length % 4 === 0 ? 4 : 3
  return digits.replace(new RegExp(`(.{${size}})(?=.)`, 'g'), '$1 ')
}
