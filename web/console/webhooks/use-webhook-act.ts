import { useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'

/** Does something to a webhook, after a fresh proof where the server wants one. */
export function useWebhookAct<Input, Outcome>(
  act: (input: Input) => Promise<Outcome>,
  onDone: (outcome: Outcome) => void,
) {
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const lookAgain = () => queries.invalidateQueries({ queryKey: keys.webhooks })
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
