import { useTranslation } from 'react-i18next'
import type { Guide } from '../api/types.ts'
import classes from './enrolment.module.css'

/** The teaching text of a factor: needs, steps, why it is graded so, tips. */
export function GuideText({ guide }: { guide: Guide }) {
  const { t } = useTranslation('enrolment')
  return (
    <div className={classes.guide}>
      <h3>{t('guide.needs')}</h3>
      <p>{guide.needs}</p>
      <h3>{t('guide.steps')}</h3>
      <ol>
        {guide.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <h3>{t('guide.why')}</h3>
      <dl>
        <dt>{t('meter.cost')}</dt>
        <dd>{guide.cost.why}</dd>
        <dt>{t('meter.ease')}</dt>
        <dd>{guide.ease.why}</dd>
        <dt>{t('meter.security')}</dt>
        <dd>{guide.security.why}</dd>
      </dl>
      <h3>{t('guide.tips')}</h3>
      <ul>
        {guide.tips.map((tip) => (
          <li key={tip}>{tip}</li>
        ))}
      </ul>
    </div>
  )
}
