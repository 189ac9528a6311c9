import { useTranslation } from 'react-i18next'
import type { HourCount } from '../../api/types.ts'
import classes from './home.module.css'

const height = 120
const slot = 30
const barWidth = 18

/** Accepted and refused proofs by hour: bars for the eye, a table for everyone else. */
export function DayChart({ hours }: { hours: readonly HourCount[] }) {
  const { t, i18n } = useTranslation('console')
  const most = Math.max(1, ...hours.map(({ accepted, refused }) => accepted + refused))
  const hour = new Intl.DateTimeFormat(i18n.language, { hour: 'numeric' })
  const sum = (of: 'accepted' | 'refused') => hours.reduce((total, item) => total + item[of], 0)
  return (
    <section className={classes.card}>
      <div className={classes.chartHead}>
        <h2 className={classes.heading}>{t('home.day')}</h2>
        <p className={classes.legend}>
          <span className={classes.keyAccepted}>{t('home.accepted', { count: sum('accepted') })}</span>
          <span className={classes.keyRefused}>{t('home.refused', { count: sum('refused') })}</span>
        </p>
      </div>
      <svg
        className={classes.chart}
        viewBox={`0 0 ${hours.length * slot} ${height + 22}`}
        aria-hidden="true"
        focusable="false"
      >
        <line className={classes.axis} x1="0" x2={hours.length * slot} y1={height} y2={height} />
        {hours.map((item, index) => (
          <Bar key={item.hour} item={item} x={index * slot} most={most} label={hour.format(item.hour)} />
        ))}
        {hours.map((item, index) =>
          index % 4 === 0 ? (
            <text key={item.hour} className={classes.tick} x={index * slot + slot / 2} y={height + 17}>
              {hour.format(item.hour)}
            </text>
          ) : null,
        )}
      </svg>
      <details className={classes.table}>
        <summary>{t('home.asTable')}</summary>
        <HourTable hours={hours} format={(at) => hour.format(at)} />
      </details>
    </section>
  )
}

function Bar({ item, x, most, label }: { item: HourCount; x: number; most: number; label: string }) {
  const refused = (item.refused / most) * height
  const accepted = (item.accepted / most) * height
  const left = x + (slot - barWidth) / 2
  return (
    <g>
      <title>{`${label}: ${item.accepted} / ${item.refused}`}</title>
      <rect
        className={classes.accepted}
        x={left}
        y={height - accepted}
        width={barWidth}
        height={accepted}
        rx="2"
      />
      <rect
        className={classes.refused}
        x={left}
        y={height - accepted - refused}
        width={barWidth}
        height={refused}
        rx="2"
      />
    </g>
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
