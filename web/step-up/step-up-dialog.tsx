import { Skeleton } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../api/keys.ts'
import { asProblem } from '../api/problem.ts'
import { startStepUp } from '../api/session.ts'
import type { AttemptView } from '../api/types.ts'
import { AttemptFlow } from '../attempt/attempt-flow.tsx'
import { stageOf } from '../attempt/stage.ts'
import { Doors } from '../kit/doors.tsx'
import { ProblemAlert } from '../kit/problem-alert.tsx'
import classes from './step-up.module.css'

interface StepUpDialogProps {
  readonly lead: string
  readonly onDone: () => void
}

/** Runs a step-up attempt from its first door to its last. */
export function StepUpDialog({ lead, onDone }: StepUpDialogProps) {
  const { t: words } = useTranslation('attempt')
  const queries = useQueryClient()
  const [attempt, setAttempt] = useState<AttemptView>()
  const { mutate, error } = useMutation({ mutationFn: () => startStepUp(), onSuccess: setAttempt })
  useEffect(() => mutate(), [mutate])

  const restart = useCallback(() => {
    setAttempt(undefined)
    mutate()
  }, [mutate])

  const done = useCallback(() => {
    void queries.invalidateQueries({ queryKey: keys.session })
    onDone()
  }, [queries, onDone])

  return (
    <div className={classes.dialog}>
      <p className={classes.lead}>{lead}</p>
      <Doors stage={stageOf(attempt)} labels={[words('doors.first'), words('doors.second')]} />
      {error !== null && <ProblemAlert problem={asProblem(error)} />}
      {attempt === undefined ? (
        <Skeleton height={180} radius="lg" />
      ) : (
        <AttemptFlow attempt={attempt} onChange={setAttempt} onDone={done} onRestart={restart} />
      )}
    </div>
  )
}
