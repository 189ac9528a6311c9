import { parseWith } from '../kernel/parse.ts'
import type { AuthenticationDeps } from './deps.ts'
import type { GivenProof } from './given-proof.ts'
import { openExpected } from './judge.ts'
import type { Attempt } from './schema.ts'

/** Proofs with what another server said of them, by what was given. */
export type RedeemedProofs = ReadonlyMap<GivenProof, unknown>

type RedeemDeps = Pick<AuthenticationDeps, 'storage' | 'box' | 'factors' | 'attempts'>

/**
 * Asks the servers that have to be asked what proofs are worth. Before anybody's turn: another server takes its time, and
 * the other sign-ins of whoever was named do not wait for it (G15). What answers no question of ours is not asked about.
 */
export async function redeemProofs(
  deps: RedeemDeps,
  attempt: Attempt,
  proofs: readonly GivenProof[],
): Promise<RedeemedProofs> {
  const redeemed = new Map<GivenProof, unknown>()
  for (const given of proofs) {
    const factor = deps.factors.find(given.factor ?? '')
    const challenge = factor?.redeem && (await deps.attempts.findChallenge(attempt.id, factor.id))
    if (!factor?.redeem || !challenge) continue
    const proof = parseWith(factor.proof, given.proof, 'proof')
    const context = { at: deps.storage.clock.now() }
    const expected = openExpected(deps, factor, challenge)
    redeemed.set(given, await factor.redeem({ proof, expected, context }))
  }
  return redeemed
}
