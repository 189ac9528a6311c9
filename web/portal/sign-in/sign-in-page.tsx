import { Skeleton } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { usePortal } from '../../api/use-portal.ts'
import { AttemptFlow } from '../../attempt/attempt-flow.tsx'
import { stageOf } from '../../attempt/stage.ts'
import { Doors } from '../../kit/doors.tsx'
import { GateFrame } from '../../kit/gate-frame.tsx'
import { NameStep } from './name-step.tsx'
import classes from './sign-in.module.css'
import type { SignInSearch } from './target.ts'
import { useAttempt } from './use-attempt.ts'

/** Signs in: a name, the first door, the second door. A half-finished sign-in goes on where it was. */
export function SignInPage() {
  const { t } = useTranslation('attempt')
  const portal = usePortal()
  const { to }: SignInSearch = useSearch({ from: '/sign-in' })
  const { attempt, loading, accept, restart } = useAttempt()
  // A fresh load, so that nothing of the sign-in stays in memory or in the history.
  const done = useCallback(() => location.replace(to ?? '/'), [to])
  return (
    <GateFrame stage={stageOf(attempt)} name={portal.name}>
      <div className={classes.flow}>
        <Doors stage={stageOf(attempt)} labels={[t('doors.first'), t('doors.second')]} />
        {loading ? (
          <Skeleton height={240} radius="lg" />
        ) : attempt === undefined ? (
          <NameStep onStarted={accept} />
        ) : (
          <AttemptFlow attempt={attempt} onChange={accept} onDone={done} onRestart={restart} />
        )}
      </div>
    </GateFrame>
  )
}
