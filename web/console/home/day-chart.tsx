import { useTranslation } from 'react-i18next'
import type { HourCount } from '../../api/types.ts'
import { BarChart } from '../../kit/bar-chart.tsx'
import card from '../../kit/card.module.css'
import classes from './home.module.css'

/** Accepted and refused proofs by hour: bars for the eye, a table for everyone else. */
export function DayChart({ hours }: { hours: readonly HourCount[] }) {
  const { t, i18n } = useTranslation('console')
  const hour = new Intl.DateTimeFormat(i18n.language, { hour: 'numeric' })
  const sum = (of: 'accepted' | 'refused') => hours.reduce((total, item) => total + item[of], 0)
  return (
    <section className={`${card.surface} ${classes.card}`}>
      <div className={classes.chartHead}>
        <h2 className={classes.heading}>{t('home.day')}</h2>
        <p className={classes.legend}>
          <span className={classes.keyAccepted}>{t('home.accepted', { count: sum('accepted') })}</span>
          <span className={classes.keyRefused}>{t('home.refused', { count: sum('refused') })}</span>
        </p>
      </div>
      <BarChart
        every={4}
        bars={hours.map((item) => ({
          id: item.hour,
          label: hour.format(item.hour),
          plain: item.accepted,
          marked: item.refused,
        }))}
      />
      <details className={classes.table}>
        <summary>{t('home.asTable')}</summary>
        <HourTable hours={hours} format={(at) => hour.format(at)} />
      </details>
    </section>
  )
}

function HourTable({ hours, format }: { hours: readonly HourCount[]; format: (at: number) => string }) {
  const { t } = useTranslation('console')
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('home.hour')}</th>
          <th scope="col">{t('home.acceptedColumn')}</th>
          <th scope="col">{t('home.refusedColumn')}</th>
        </tr>
      </thead>
      <tbody>
        {hours.map(({ hour, accepted, refused }) => (
          <tr key={hour}>
            <th scope="row">{format(hour)}</th>
            <td>{accepted}</td>
            <td>{refused}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
