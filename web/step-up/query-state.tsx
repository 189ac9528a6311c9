import { Box, Button, Skeleton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem, type Problem } from '../api/problem.ts'
import { Empty } from '../kit/empty.tsx'
import { ProblemAlert } from '../kit/problem-alert.tsx'
import { StepUpContext } from './context.ts'
import classes from './query-state.module.css'
import { useLong } from './use-long.ts'

interface QueryStateProps {
  readonly query: {
    readonly error: unknown
    readonly data: unknown
    readonly isPending: boolean
    /** Idle: nothing was asked for yet. */
    readonly fetchStatus: 'fetching' | 'paused' | 'idle'
    refetch(): unknown
  }
  /** Of the place that is kept until the answer is there, in pixels. */
  readonly height: number
}

/**
 * What stands where an answer is to come: its place while it is on its way, a word where that takes long, and why it did
 * not come, with another try. Where a fresh proof is wanted, a button asks for it. Nothing while there is data.
 */
export function QueryState({ query, height }: QueryStateProps) {
  const { error, data, isPending, fetchStatus } = query
  if (data !== undefined) return null
  if (error !== null)
    return (
      <Failed
        problem={asProblem(error)}
        height={height}
        trying={fetchStatus !== 'idle'}
        onRetry={() => void query.refetch()}
      />
    )
  return isPending ? <Waiting height={height} asked={fetchStatus !== 'idle'} /> : null
}

function Waiting({ height, asked }: { height: number; asked: boolean }) {
  const { t } = useTranslation('kit')
  const long = useLong(asked)
  return (
    <div className={classes.waiting}>
      <Skeleton height={height} radius="lg" />
      <div className={classes.slow} role="status">
        {long && t('slow')}
      </div>
    </div>
  )
}

interface FailedProps {
  readonly problem: Problem
  readonly height: number
  readonly trying: boolean
  readonly onRetry: () => void
}

function Failed({ problem, height, trying, onRetry }: FailedProps) {
  const { t } = useTranslation(['step-up', 'kit'])
  const ask = useContext(StepUpContext)
  const queries = useQueryClient()

  async function prove(): Promise<void> {
    if (await ask?.()) await queries.invalidateQueries()
  }

  if (problem.code === 'step-up.required' && ask !== undefined)
    return (
      <Empty title={t('title')}>
        <p>{t('look')}</p>
        <Button onClick={() => void prove()}>{t('action')}</Button>
      </Empty>
    )
  return (
    <Box mih={height} className={classes.failed}>
      <ProblemAlert problem={problem} />
      <Button variant="default" size="sm" loading={trying} onClick={onRetry}>
        {t('again', { ns: 'kit' })}
      </Button>
    </Box>
  )
}
