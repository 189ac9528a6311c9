import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../api/problem.ts'
import { Empty } from '../kit/empty.tsx'
import { ProblemAlert } from '../kit/problem-alert.tsx'
import { StepUpContext } from './context.ts'

interface QueryProblemProps {
  readonly query: { readonly error: unknown; readonly data: unknown }
}

/** Why something could not be read; where a fresh proof is wanted, a button asks for it. Nothing while there is data. */
export function QueryProblem({ query }: QueryProblemProps) {
  const { t } = useTranslation('step-up')
  const ask = useContext(StepUpContext)
  const queries = useQueryClient()
  if (query.error === null || query.data !== undefined) return null
  const problem = asProblem(query.error)
  if (problem.code !== 'step-up.required' || ask === undefined) return <ProblemAlert problem={problem} />

  async function prove(): Promise<void> {
    if (await ask?.()) await queries.invalidateQueries()
  }

  return (
    <Empty title={t('title')}>
      <p>{t('look')}</p>
      <Button onClick={() => void prove()}>{t('action')}</Button>
    </Empty>
  )
}
