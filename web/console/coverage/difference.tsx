import { useTranslation } from 'react-i18next'
import type { CoverageDifference, WayView } from '../../api/coverage.ts'
import card from '../../kit/card.module.css'
import classes from './coverage.module.css'

/** What has become of the ways since the report before. */
export function Difference({ difference }: { difference: CoverageDifference }) {
  const { t } = useTranslation('console')
  const { opened, closed, changed } = difference
  const same = opened.length + closed.length + changed.length === 0
  return (
    <section>
      <h3 className={card.subheading}>{t('openWays.since')}</h3>
      {same && <p className={card.quiet}>{t('openWays.sinceSame')}</p>}
      <ul className={classes.ways}>
        {opened.map((way) => (
          <Line key={nameOf(way)} what={t('openWays.opened')} way={way} />
        ))}
        {closed.map((way) => (
          <Line key={nameOf(way)} what={t('openWays.closedSince')} way={way} />
        ))}
        {changed.map(({ before, after }) => (
          <Line
            key={nameOf(after)}
            what={t('openWays.changed', { before: before.accounts, after: after.accounts })}
            way={after}
          />
        ))}
      </ul>
    </section>
  )
}

function Line({ what, way }: { what: string; way: WayView }) {
  return (
    <li className={classes.way}>
      <strong>{what}</strong>
      <span>
        {way.application}: {way.text}
      </span>
    </li>
  )
}

function nameOf({ kind, application }: WayView): string {
  return `${kind} ${application}`
}
