import type { Factor } from '../factors/factor.ts'
import { parseWith } from '../kernel/parse.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { type GivenProof, onlyFitting } from './given-proof.ts'
import { openExpected } from './judge.ts'
import type { Attempt } from './schema.ts'

/** A proof with what another server said of it, and of which factor it was taken to be. */
interface Redeemed {
  readonly factor: Factor
  readonly proof: unknown
}

/** By what was given. */
export type RedeemedProofs = ReadonlyMap<GivenProof, Redeemed>

/** What was brought, and whence. */
interface Brought {
  readonly proofs: readonly GivenProof[]
  readonly surroundings: Surroundings
}

type RedeemDeps = Pick<AuthenticationDeps, 'storage' | 'box' | 'factors' | 'attempts' | 'queue'>

/**
 * Asks the servers that have to be asked what proofs are worth. Before anybody's turn: another server takes its time, and
 * the other sign-ins of whoever was named do not wait for it (G15). Of one attempt one at a time, until it is booked what
 * came of it: what is brought many times at once is asked about once. `late`: what was read of the attempt may be old.
 */
export async function withRedeemed<Result>(
  deps: RedeemDeps,
  attempt: Attempt,
  brought: Brought,
  run: (redeemed: RedeemedProofs, late: boolean) => Promise<Result>,
): Promise<Result> {
  if (!brought.proofs.some((given) => factorOf(deps, given)?.redeem)) return run(new Map(), false)
  return deps.queue(`redeem ${attempt.id}`, async () => run(await redeemProofs(deps, attempt, brought), true))
}

/** What answers no question of ours is not asked about. */
async function redeemProofs(
  deps: RedeemDeps,
  attempt: Attempt,
  { proofs, surroundings: { source } }: Brought,
): Promise<RedeemedProofs> {
  const redeemed = new Map<GivenProof, Redeemed>()
  for (const given of proofs) {
    const factor = factorOf(deps, given)
    const challenge = factor?.redeem && (await deps.attempts.findChallenge(attempt.id, factor.id))
    if (!factor?.redeem || !challenge) continue
    const proof = parseWith(factor.proof, given.proof, 'proof')
    const context = { at: deps.storage.clock.now(), source }
    const expected = openExpected(deps, factor, challenge)
    redeemed.set(given, { factor, proof: await factor.redeem({ proof, expected, context }) })
  }
  return redeemed
}

/** What names no factor, or only an authenticator, is known by its look. */
function factorOf({ factors }: Pick<RedeemDeps, 'factors'>, given: GivenProof): Factor | undefined {
  return given.factor === undefined ? onlyFitting(factors, given) : factors.find(given.factor)
}
