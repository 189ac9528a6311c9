import type { Factor, FactorList } from '../factors/factor.ts'

/** What is typed at the first door: the password. What opens a sign-in by itself needs a browser. */
export function typedFirstFactor({ all }: Pick<FactorList, 'all'>): Factor | undefined {
  return all.find(({ traits }) => traits.first && !traits.opens)
}
