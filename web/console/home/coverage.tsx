import { useTranslation } from 'react-i18next'
import card from '../../kit/card.module.css'
import classes from './home.module.css'

/** How many accounts have a second door: a number and a bar. */
export function Coverage({ protectedCount, total }: { protectedCount: number; total: number }) {
  const { t, i18n } = useTranslation('console')
  const share = total === 0 ? 0 : protectedCount / total
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' })
  return (
    <section className={`${card.surface} ${classes.card}`}>
      <h2 className={classes.heading}>{t('home.coverage')}</h2>
      <p className={classes.number}>
        {protectedCount}
        <span className={classes.of}>{t('home.of', { count: total })}</span>
      </p>
      <svg
        className={classes.share}
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <rect className={classes.shareAll} width="100" height="6" />
        <rect className={classes.sharePart} width={share * 100} height="6" />
      </svg>
      <p className={classes.note}>
        {share === 1 ? t('home.allProtected') : t('home.share', { percent: percent.format(share) })}
      </p>
    </section>
  )
}
