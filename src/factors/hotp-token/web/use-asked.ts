import { useEffect, useRef, useState } from 'react'
import type { Problem } from '../../../../web/api/problem.ts'
import type { AttemptOption, Shown } from '../../../../web/api/types.ts'
import type { Asking } from '../../../../web/kit/factor-screens.ts'

interface Asked {
  /** The question that is open; the older one until there is a newer. */
  readonly show: Shown | undefined
  /** Whether there is a token that answers questions. */
  readonly mayAsk: boolean
  readonly askAnew: () => Promise<void>
}

/** Asks by itself where every token answers questions, and anew when an answer was wrong: a question is for one answer. */
export function useAsked(
  options: readonly AttemptOption[],
  { ask }: Pick<Asking, 'ask'>,
  problem: Problem | undefined,
): Asked {
  const [show, setShow] = useState<Shown>()
  const askedBecause = useRef<Problem | 'begun' | undefined>(undefined)
  const mayAsk = options.some(({ speaksFirst }) => speaksFirst)
  const onlyAsked = mayAsk && options.every(({ speaksFirst }) => speaksFirst)

  async function askAnew(): Promise<void> {
    const question = await ask()
    if (question !== undefined) setShow(question)
  }

  useEffect(() => {
    const refusal = show !== undefined && problem?.code === 'proof.refused' ? problem : undefined
    const because = refusal ?? (onlyAsked ? (askedBecause.current ?? 'begun') : undefined)
    if (because === undefined || because === askedBecause.current) return
    askedBecause.current = because
    void askAnew()
  })

  return { show, mayAsk, askAnew }
}
