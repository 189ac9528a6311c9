import { useQuery } from '@tanstack/react-query'
import { asProblem } from '../../../../web/api/problem.ts'
import type { QuestionStanding } from '../../../../web/api/types.ts'
import type { Asking } from '../../../../web/kit/factor-screens.ts'

/** Milliseconds between two looks whether the phone has answered. */
const pause = 1000

/**
 * What has become of a question; undefined while that is not known. `ended`: so has the whole sign-in, which its owner
 * has reported.
 */
export function useStanding(
  { standing }: Pick<Asking, 'standing'>,
  nonce: string | undefined,
): QuestionStanding | 'ended' | undefined {
  const { data, error } = useQuery({
    queryKey: ['push', 'standing', nonce],
    queryFn: ({ signal }) => standing(signal),
    enabled: nonce !== undefined,
    refetchInterval: ({ state }) => (settled(state.data, state.error) ? false : pause),
  })
  return isGone(error) ? 'ended' : data
}

function settled(state: QuestionStanding | undefined, error: unknown): boolean {
  return isGone(error) || state === 'answered' || state === 'over'
}

function isGone(error: unknown): boolean {
  return error !== null && asProblem(error).code === 'attempt.not-found'
}
