import { type SubmitEvent, useEffect, useState } from 'react'
import type { Problem } from '../../../../web/api/problem.ts'

interface Touching {
  readonly typed: string
  readonly setTyped: (typed: string) => void
  /** The key presses Enter itself. */
  readonly submit: (event: SubmitEvent) => void
}

/** What a key has typed so far; a refusal empties the field for the next touch. */
export function useTouch(
  problem: Problem | undefined,
  ready: boolean,
  send: (otp: string) => void,
): Touching {
  const [typed, setTyped] = useState('')
  useEffect(() => {
    if (problem !== undefined) setTyped('')
  }, [problem])

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    const otp = typed.trim()
    if (ready && otp !== '') send(otp)
  }

  return { typed, setTyped, submit }
}
