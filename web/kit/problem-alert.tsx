import { useTranslation } from 'react-i18next'
import type { Problem } from '../api/problem.ts'
import { Alert } from './alert.tsx'
import { useCountdown } from './countdown.ts'

/** What went wrong, in words that help; counts down where one must wait. Nothing for no problem. */
export function ProblemAlert({ problem }: { problem: Problem | undefined }) {
  const text = useProblemText(problem)
  if (problem === undefined) return null
  if (problem.code === 'throttled')
    return problem.retryAfter === undefined ? (
      <Closed />
    ) : (
      <Waiting key={problem.retryAfter} seconds={problem.retryAfter} />
    )
  return <Alert tone="bad">{text}</Alert>
}

/** Our own sentence for a code we know, else the server's. */
function useProblemText(problem: Problem | undefined): string {
  const { t } = useTranslation('kit')
  if (problem === undefined) return ''
  return t(`problem.${problem.code.replace('.', '-')}`, {
    defaultValue: problem.message || t('problem.unexpected'),
  })
}

function Waiting({ seconds }: { seconds: number }) {
  const { t } = useTranslation('kit')
  const left = useCountdown(seconds)
  if (left === 0) return <Alert tone="info">{t('throttled.over')}</Alert>
  return (
    <Alert tone="warn" title={t('throttled.title')}>
      <span>
        {t('throttled.wait')} <time aria-hidden="true">{clock(left)}</time>
      </span>
    </Alert>
  )
}

/** Waiting does not help here. */
function Closed() {
  const { t } = useTranslation('kit')
  return (
    <Alert tone="warn" title={t('throttled.title')}>
      {t('throttled.closed')}
    </Alert>
  )
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
