import type { Factor, FactorList } from '../factors/factor.ts'

/** A proof as a door hands it on: for one authenticator, or for whichever of a factor it fits. */
export interface GivenProof {
  readonly factor?: string | undefined
  readonly authenticatorId?: string | undefined
  readonly proof: unknown
}

/** The only factor whose proofs look like this one; undefined where several do, or none. */
export function onlyFitting({ all }: Pick<FactorList, 'all'>, { proof }: GivenProof): Factor | undefined {
  const [fitting, ...others] = all.filter((factor) => factor.proof.safeParse(proof).success)
  return others.length === 0 ? fitting : undefined
}
