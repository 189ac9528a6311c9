import { useTranslation } from 'react-i18next'
import classes from './loading.module.css'
import { Mark } from './mark.tsx'

/** The whole page is on its way: the mark, breathing; it shows only when the wait is long enough to be noticed. */
export function Loading() {
  const { t } = useTranslation('kit')
  return (
    <div className={classes.page} role="status">
      <div className={classes.mark}>
        <Mark size={48} />
      </div>
      <span className={classes.text}>{t('loading')}</span>
    </div>
  )
}
