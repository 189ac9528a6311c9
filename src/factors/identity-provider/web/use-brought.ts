import { useEffect, useRef } from 'react'
import type { Leaving } from '../../../../web/kit/factor-screens.ts'

/** Hands on what the browser has come back with: once, for it is good for one try. */
export function useBrought(
  brought: Leaving['brought'],
  onBrought: (given: { readonly answer: string }) => void,
): void {
  const given = useRef(false)
  useEffect(() => {
    if (brought === undefined || given.current) return
    given.current = true
    onBrought({ answer: brought })
  }, [brought, onBrought])
}
