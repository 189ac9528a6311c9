import { useCallback, useContext } from 'react'
import { asProblem } from '../api/problem.ts'
import { StepUpContext } from './context.ts'

/** Runs a request; where the server wants a fresh proof first, asks for it and runs the request once more. */
export type WithStepUp = <Answer>(request: () => Promise<Answer>) => Promise<Answer | undefined>

/** A runner that yields undefined when the person turned back. */
export function useStepUp(): WithStepUp {
  const ask = useContext(StepUpContext)
  return useCallback(
    async <Answer>(request: () => Promise<Answer>) => {
      try {
        return await request()
      } catch (thrown) {
        if (ask === undefined || asProblem(thrown).code !== 'step-up.required') throw thrown
      }
      return (await ask()) ? request() : undefined
    },
    [ask],
  )
}
