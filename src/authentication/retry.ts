import { busy } from './errors.ts'

const rounds = 5

/** Loads and judges again when somebody booked first; after five rounds `busy`, alike for right and wrong proofs. */
export async function retrying<Result>(round: (tried: number) => Promise<Result | 'lost'>): Promise<Result> {
  for (let tried = 0; tried < rounds; tried++) {
    const result = await round(tried)
    if (result !== 'lost') return result
  }
  throw busy()
}
