import { useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from '../../../api/keys.ts'
import { asProblem } from '../../../api/problem.ts'
import { useStepUp } from '../../../step-up/use-step-up.ts'

/** Does something to a door of an application, after a fresh proof where the server wants one. */
export function useDoorAct<Input, Outcome>(
  applicationId: string,
  act: (input: Input) => Promise<Outcome>,
  onDone: (outcome: Outcome) => void,
) {
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const lookAgain = () => queries.invalidateQueries({ queryKey: keys.doors(applicationId) })
  const acting = useMutation({
    mutationFn: (input: Input) => withStepUp(async () => ({ outcome: await act(input) })),
    onSuccess: async (done) => {
      if (done === undefined) return
      await lookAgain()
      await queries.invalidateQueries({ queryKey: keys.coverage })
      onDone(done.outcome)
    },
    // Where somebody else was faster, what they made of it is there when one looks again.
    onError: lookAgain,
  })
  return {
    run: acting.mutate,
    pending: acting.isPending,
    problem: acting.error === null ? undefined : asProblem(acting.error),
  }
}
