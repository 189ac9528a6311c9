import { useTranslation } from 'react-i18next'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { ProveProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { ContinueWith } from './continue-with.tsx'
import classes from './identity-provider.module.css'
import { useBrought } from './use-brought.ts'

/** Sends the browser to a provider; whoever comes back from there only waits a moment. */
export function ProveIdentityProvider(props: ProveProps) {
  const { info, pending, problem, ready, question, brought, onProve, onLeave } = props
  const { t } = useTranslation('identity-provider')
  useBrought(brought, onProve)

  const waits = pending || (brought !== undefined && problem === undefined)
  if (waits) return <Alert tone="info">{t('checking', { provider: t('provider') })}</Alert>
  return (
    <div className={classes.form}>
      {problem?.code === 'proof.refused' ? (
        <Alert tone="bad">{t('refused')}</Alert>
      ) : (
        <ProblemAlert problem={problem} />
      )}
      <ProblemAlert problem={question.problem} />
      <ContinueWith info={info} disabled={!ready} question={question} onLeave={onLeave} />
      <p className={classes.help}>{t('prove.help')}</p>
    </div>
  )
}
