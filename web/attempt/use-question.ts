import { useMutation } from '@tanstack/react-query'
import { challenge, questionStanding } from '../api/attempts.ts'
import { asProblem } from '../api/problem.ts'
import type { Asking } from '../kit/factor-screens.ts'

/** Lets a factor speak first; `before` makes sure that there is a sign-in to speak in. */
export function useQuestion(factor: string, before?: () => Promise<unknown>): Asking {
  const { mutateAsync, data, error, isPending } = useMutation({
    mutationFn: async (chosen: { authenticatorId?: string | undefined; options?: unknown }) => {
      await before?.()
      return challenge(factor, chosen)
    },
  })

  async function ask(authenticatorId?: string, options?: unknown) {
    try {
      return (await mutateAsync({ authenticatorId, options })).show
    } catch {
      // Shown as `problem`.
      return undefined
    }
  }

  return {
    show: data?.show,
    expiresAt: data?.expiresAt,
    asking: isPending,
    problem: error === null ? undefined : asProblem(error),
    ask,
    standing: (signal) => questionStanding(factor, signal),
  }
}
