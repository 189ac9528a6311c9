import { useTranslation } from 'react-i18next'
import { Step } from '../../kit/step.tsx'
import classes from './frame.module.css'

/** The console is for those who work in it. */
export function NotAllowed() {
  const { t } = useTranslation('console')
  return (
    <main className={classes.alone}>
      <Step title={t('notAllowed.title')} lead={t('notAllowed.lead')} focusTitle>
        <a href="/">{t('menu.own')}</a>
      </Step>
    </main>
  )
}
