import { Alert } from './alert.tsx'

interface ImportProblem {
  readonly where: string
  readonly reason: string
  readonly remedy: string
}

const mostShown = 5

/** Why a file is not taken, line by line; the first of all that stands in the way. */
export function ImportProblems({ problems }: { problems: readonly ImportProblem[] }) {
  return (
    <Alert tone="bad">
      {problems
        .slice(0, mostShown)
        .map(({ where, reason, remedy }) => `${where}: ${reason}. ${remedy}`)
        .join(' ')}
    </Alert>
  )
}
