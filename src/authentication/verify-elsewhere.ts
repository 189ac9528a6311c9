import type { Id } from '../kernel/ids.ts'
import { issueChallenge } from './challenge.ts'
import type { ChosenProof } from './chosen.ts'
import { cancelAttempt } from './current.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { questionSettled } from './elsewhere.ts'
import { typedFirstFactor } from './first-factor.ts'
import type { GivenProof } from './given-proof.ts'
import { type ProveResult, prove } from './prove.ts'
import { startAttempt } from './start.ts'
import { unlessRefused } from './unless-refused.ts'

export interface VerifyElsewhereInput extends ChosenProof {
  /** As the person typed it. */
  readonly account: string
  readonly applicationId: Id<'application'>
  readonly surroundings: Surroundings
}

/**
 * A whole sign-in for a system that can ask for nothing and show nothing: the password, and on another device what the
 * person has chosen and typed behind it (0112). Waits until that has answered, or `over`. Undefined is a no.
 */
export async function verifyElsewhere(
  deps: AuthenticationDeps,
  input: VerifyElsewhereInput,
  over: AbortSignal,
): Promise<Id<'account'> | undefined> {
  const { account, applicationId, surroundings } = input
  const { secret } = await startAttempt(deps, { account, applicationId, verifies: true, surroundings })
  const approved = await unlessRefused(() => inSteps(deps, { ...input, secret }, over))
  if (!approved) await unlessRefused(() => cancelAttempt(deps, secret))
  return approved?.completion.accountId
}

interface Steps extends VerifyElsewhereInput {
  /** Of the attempt. */
  readonly secret: string
}

async function inSteps(
  deps: AuthenticationDeps,
  { secret, password, factor, chosen, surroundings }: Steps,
  over: AbortSignal,
): Promise<ProveResult['approved']> {
  const step = (proof: GivenProof, more: { readonly complete?: object } = {}) =>
    prove(deps, { secret, proofs: [proof], surroundings, ...more })
  const { progress } = await step({ factor: typedFirstFactor(deps.factors)?.id, proof: { password } })
  if (progress.state !== 'proving') return undefined
  const { show } = await issueChallenge(deps, { secret, factor, chosen, surroundings })
  if ((await questionSettled(deps, { secret, factor }, over)) !== 'answered' || over.aborted) return undefined
  return (await step({ factor, proof: { nonce: show.nonce } }, { complete: {} })).approved
}
