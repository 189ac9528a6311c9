import { useMutation } from '@tanstack/react-query'
import { prove } from '../api/attempts.ts'
import { asProblem, type Problem } from '../api/problem.ts'
import type { AttemptView } from '../api/types.ts'
import { useWaitOver } from '../kit/countdown.ts'
import type { Way } from './ways.ts'

const gone = new Set(['attempt.expired', 'attempt.not-found'])

/** The attempt is over, and nothing can be answered in it any more. */
export function isGone(thrown: unknown): boolean {
  return gone.has(asProblem(thrown).code)
}

interface Proving {
  readonly prove: (proof: Readonly<Record<string, unknown>>) => void
  readonly pending: boolean
  readonly problem: Problem | undefined
  readonly ready: boolean
}

/** Sends a proof, exactly once, and keeps the refusal until the next try. */
export function useProve(
  way: Way,
  on: {
    readonly onProved: (attempt: AttemptView) => void
    readonly onExpired: () => void
    /** The person asks that no second factor be asked for here for a while. */
    readonly rememberBrowser: boolean
  },
): Proving {
  const sending = useMutation({
    mutationFn: (proof: Readonly<Record<string, unknown>>) =>
      prove({ factor: way.factor, proof, rememberBrowser: on.rememberBrowser }),
    onSuccess: on.onProved,
    onError: (thrown) => {
      if (isGone(thrown)) on.onExpired()
    },
  })
  const problem = sending.error === null ? undefined : asProblem(sending.error)
  const ready = useWaitOver(problem)
  return { prove: sending.mutate, pending: sending.isPending, problem, ready }
}
