import { useTranslation } from 'react-i18next'
import type { WhyView } from '../../api/types.ts'
import { Alert } from '../../kit/alert.tsx'
import card from '../../kit/card.module.css'
import { useNow } from '../../kit/now.ts'
import { useReasonText } from '../../kit/reason-text.ts'
import { relative, When } from '../../kit/when.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import classes from './account.module.css'
import { useWhy } from './use-why.ts'

/** Why this account was refused, and what to tell its owner. */
export function WhyCard({ id }: { id: string }) {
  const { t } = useTranslation('console')
  const why = useWhy(id)
  return (
    <section className={`${card.surface} ${classes.card}`}>
      <h2 className={classes.heading}>{t('why.title')}</h2>
      <QueryState query={why} height={80} />
      {why.data !== undefined && <Answer why={why.data} />}
    </section>
  )
}

function Answer({ why }: { why: WhyView }) {
  const { t } = useTranslation('console')
  const reasonText = useReasonText()
  return (
    <>
      {why.locked.map((hold) => (
        <Hold key={hold.what} hold={hold} />
      ))}
      {why.lastRefusals.length === 0 && <p className={classes.quiet}>{t('why.none')}</p>}
      <ul className={classes.list}>
        {inRows(why.lastRefusals).map((refusal) => (
          <li key={`${refusal.at} ${refusal.reason}`} className={classes.item}>
            <strong>{refusal.text}</strong>
            <span className={classes.quiet}>
              <When at={refusal.at} />
              {refusal.count > 1 && ` · ${t('why.times', { count: refusal.count })}`}
              {refusal.source !== undefined && ` · ${t('why.from', { source: refusal.source })}`}
            </span>
          </li>
        ))}
      </ul>
      <p className={classes.quiet}>
        {t(why.bar === 2 || why.needs.assurance === 2 ? 'why.barTwo' : 'why.barOne')}{' '}
        {why.needs.because.map(reasonText).join(' ')}
      </p>
    </>
  )
}

type Refusal = WhyView['lastRefusals'][number]

/** The same refusal from the same place, many times in a row, is one line with their number. */
function inRows(refusals: readonly Refusal[]): readonly Refusal[] {
  const rows: Refusal[] = []
  for (const refusal of refusals) {
    const last = rows.at(-1)
    if (last?.text !== refusal.text || last.source !== refusal.source) rows.push(refusal)
    else rows.splice(-1, 1, { ...last, count: last.count + refusal.count })
  }
  return rows
}

function Hold({ hold }: { hold: WhyView['locked'][number] }) {
  const { t, i18n } = useTranslation('console')
  const now = useNow()
  return (
    <Alert tone="bad" title={hold.text}>
      <span>
        {hold.remedy}{' '}
        {hold.wait !== undefined && t('why.opens', { when: relative(now + hold.wait, now, i18n.language) })}
      </span>
    </Alert>
  )
}
