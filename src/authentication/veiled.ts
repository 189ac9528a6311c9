import type { Factor } from '../factors/factor.ts'
import type { Surroundings } from './deps.ts'
import { notJudged } from './errors.ts'
import { unjudgedBecause } from './refusal.ts'

/** Runs what may tell somebody to wait; where nobody else is judged just now, they hear that instead. */
export async function veiling<Result>(
  { factor, proof }: { readonly factor: Factor; readonly proof: unknown },
  { source }: Pick<Surroundings, 'source'>,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (unjudgedBecause(error) === 'throttled' && (await factor.veils?.(proof, source)))
      throw notJudged(error)
    throw error
  }
}
