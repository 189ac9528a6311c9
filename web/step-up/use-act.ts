import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { asProblem } from '../api/problem.ts'
import { useStepUp } from './use-step-up.ts'

/**
 * Does something, after a fresh proof where the server wants one, and looks again at what it may have changed: also
 * where it failed, for somebody else may have been faster.
 */
export function useAct<Input, Outcome>(
  changes: readonly QueryKey[],
  act: (input: Input) => Promise<Outcome>,
  onDone: (outcome: Outcome) => void,
) {
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const lookAgain = () => Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })))
  const acting = useMutation({
    mutationFn: (input: Input) => withStepUp(async () => ({ outcome: await act(input) })),
    onSuccess: async (done) => {
      if (done === undefined) return
      await lookAgain()
      onDone(done.outcome)
    },
    onError: lookAgain,
  })
  return {
    run: acting.mutate,
    pending: acting.isPending,
    problem: acting.error === null ? undefined : asProblem(acting.error),
  }
}
