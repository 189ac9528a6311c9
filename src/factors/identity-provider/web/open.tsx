import { useTranslation } from 'react-i18next'
import type { OpenProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { ContinueWith } from './continue-with.tsx'
import classes from './identity-provider.module.css'

/** Signs in without a name: the provider says whose sign-in it is. */
export function OpenIdentityProvider({ info, pending, question, onLeave }: OpenProps) {
  const { t } = useTranslation('identity-provider')
  return (
    <section className={classes.form} aria-label={t('open.label')}>
      <ProblemAlert problem={question.problem} />
      <ContinueWith info={info} disabled={pending} question={question} onLeave={onLeave} />
    </section>
  )
}
