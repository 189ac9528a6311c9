import { useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import { tell } from '../../kit/tell.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'

/** Does something to a token, after a fresh proof where the server wants one; then the list is read anew. */
export function useTokenAct<Input>(
  act: (input: Input) => Promise<unknown>,
  done: string,
  onClose: () => void,
) {
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const acting = useMutation({
    mutationFn: (input: Input) =>
      withStepUp(async () => {
        await act(input)
        return true
      }),
    onSuccess: async (outcome) => {
      if (outcome === undefined) return
      await queries.invalidateQueries({ queryKey: keys.tokens })
      tell(done)
      onClose()
    },
  })
  return {
    run: acting.mutate,
    pending: acting.isPending,
    problem: acting.error === null ? undefined : asProblem(acting.error),
  }
}
