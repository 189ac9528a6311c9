import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { dropAttempt, readAttempt } from '../../api/attempts.ts'
import { asProblem } from '../../api/problem.ts'
import type { AttemptView } from '../../api/types.ts'
import { broughtErrand } from '../../kit/errand.ts'

export interface OwnAttempt {
  readonly attempt: AttemptView | undefined
  readonly loading: boolean
  readonly accept: (attempt: AttemptView) => void
  readonly restart: () => void
}

/** The sign-in of this browser: the half-finished one at first, where it is for what is asked for here, then whatever the server answers. */
export function useAttempt(goesOn: (attempt: AttemptView) => boolean = goesOnHere): OwnAttempt {
  const unfinished = useQuery({
    queryKey: ['attempt'],
    queryFn: readUnfinished,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const [answer, setAnswer] = useState<AttemptView | 'none'>()
  const restart = useCallback(() => {
    setAnswer('none')
    void dropAttempt().catch(() => undefined)
  }, [])
  const found = unfinished.data ?? 'none'
  const attempt = answer ?? (found !== 'none' && goesOn(found) ? found : 'none')
  return {
    attempt: attempt === 'none' ? undefined : attempt,
    loading: answer === undefined && unfinished.isPending,
    accept: setAnswer,
    restart,
  }
}

function goesOnHere(): boolean {
  return true
}

/** Whether it goes on by itself: a step-up is begun where it is asked for, and one of nobody yet by whoever they are. */
function stands({ purpose, account }: AttemptView): boolean {
  return purpose !== 'step-up' && account.name !== ''
}

/** An attempt that cannot be read is one that need not be resumed. */
async function readUnfinished(): Promise<AttemptView | 'none'> {
  try {
    const attempt = await readAttempt()
    return attempt.state !== 'completed' && (broughtErrand() || stands(attempt)) ? attempt : 'none'
  } catch (thrown) {
    if (asProblem(thrown).status === 0) throw thrown
    return 'none'
  }
}
