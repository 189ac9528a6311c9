import { SallyportError } from '../kernel/errors.ts'

/** Undefined for a no of the engine. Throws where it could not decide (G6). */
export async function unlessRefused<Result>(run: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof SallyportError && error.kind !== 'unavailable' && error.kind !== 'internal')
      return undefined
    throw error
  }
}
