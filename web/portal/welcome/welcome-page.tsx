import { Skeleton } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { redeemInvitation } from '../../api/portal.ts'
import { asProblem, isUnavailable } from '../../api/problem.ts'
import type { AttemptView } from '../../api/types.ts'
import { usePortal } from '../../api/use-portal.ts'
import { AttemptFlow } from '../../attempt/attempt-flow.tsx'
import { stageOf } from '../../attempt/stage.ts'
import { Doors } from '../../kit/doors.tsx'
import { useFragment } from '../../kit/fragment.ts'
import { GateFrame } from '../../kit/gate-frame.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { Step } from '../../kit/step.tsx'
import classes from '../sign-in/sign-in.module.css'

/** Where an invitation leads: its owner sets a password, a second factor, or both. */
export function WelcomePage() {
  const { t } = useTranslation(['portal', 'attempt'])
  const { name } = usePortal()
  const token = useFragment()
  const [attempt, setAttempt] = useState<AttemptView>()
  const { mutate, error } = useMutation({ mutationFn: redeemInvitation, onSuccess: setAttempt })
  useEffect(() => {
    if (token !== undefined) mutate(token)
  }, [token, mutate])
  const done = useCallback(() => location.replace('/'), [])
  const leave = useCallback(() => location.replace('/sign-in'), [])
  if (token === undefined) {
    return (
      <GateFrame stage={0} name={name}>
        <Dead title={t('welcome.missing.title')} lead={t('welcome.missing.lead')} />
      </GateFrame>
    )
  }
  return (
    <GateFrame stage={stageOf(attempt)} name={name}>
      <div className={classes.flow}>
        {error === null && (
          <Doors
            stage={stageOf(attempt)}
            labels={[t('doors.first', { ns: 'attempt' }), t('doors.second', { ns: 'attempt' })]}
          />
        )}
        {error !== null && !isUnavailable(asProblem(error)) && (
          <Dead title={t('welcome.spent.title')} lead={t('welcome.spent.lead')} />
        )}
        {error !== null && isUnavailable(asProblem(error)) && <ProblemAlert problem={asProblem(error)} />}
        {attempt === undefined && error === null && (
          <Step title={t('welcome.opening')}>
            <Skeleton height={200} radius="lg" />
          </Step>
        )}
        {attempt !== undefined && (
          <AttemptFlow attempt={attempt} onChange={setAttempt} onDone={done} onRestart={leave} />
        )}
      </div>
    </GateFrame>
  )
}

function Dead({ title, lead }: { title: string; lead: string }) {
  const { t } = useTranslation('portal')
  return (
    <Step title={title} lead={lead} focusTitle>
      <p>
        <Link to="/sign-in">{t('welcome.signIn')}</Link>
      </p>
    </Step>
  )
}
