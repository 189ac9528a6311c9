import { useTranslation } from 'react-i18next'
import { arch } from '../../kit/arch.ts'
import classes from './bar.module.css'

/** How many doors stand before the account, drawn and said. */
export function Bar({ protectedByTwo }: { protectedByTwo: boolean }) {
  const { t } = useTranslation('portal')
  return (
    <section className={classes.bar} data-two={protectedByTwo || undefined}>
      <svg className={classes.picture} viewBox="0 0 92 64" aria-hidden="true" focusable="false">
        <path className={classes.door} d={arch(24, 60, 34, 52)} />
        <path className={protectedByTwo ? classes.door : classes.gap} d={arch(68, 60, 34, 52)} />
        <circle className={classes.knob} cx="33" cy="38" r="2.4" />
        {protectedByTwo && <circle className={classes.knob} cx="77" cy="38" r="2.4" />}
        <line className={classes.ground} x1="2" x2="90" y1="60" y2="60" />
      </svg>
      <div>
        <h2 className={classes.title}>
          {protectedByTwo ? t('authenticators.bar.two') : t('authenticators.bar.one')}
        </h2>
        <p className={classes.text}>
          {protectedByTwo ? t('authenticators.bar.twoText') : t('authenticators.bar.oneText')}
        </p>
      </div>
    </section>
  )
}
