import type { Accepted, Candidate, FactorContext, FactorHost, Refused, Spend, Verdict } from '../factor.ts'
import { type Authenticated, judgeAuthentication } from './authentication.ts'
import type { WebauthnConfig } from './config.ts'
import { checkFailed, failedCheck } from './errors.ts'
import type { Makers } from './makers.ts'
import { proves } from './proves.ts'
import type { RelyingParty } from './relying-party.ts'
import type { WebauthnData, WebauthnExpected, WebauthnProof } from './schema.ts'

export interface VerifyDeps {
  readonly config: Pick<WebauthnConfig, 'signCount'>
  readonly rp: RelyingParty
  readonly makers: Makers
  readonly host: Pick<FactorHost, 'logger'>
}

/**
 * Judges the answer of a key. A key that is none of the candidates is refused at once: whoever can name one has no
 * list of accounts to go through, for ids of keys are as long as keys.
 */
export async function verifyKey(
  deps: VerifyDeps,
  input: {
    readonly candidates: readonly Candidate<WebauthnData>[]
    readonly proof: WebauthnProof
    readonly expected?: WebauthnExpected
    readonly context: FactorContext
  },
): Promise<Verdict<WebauthnData>> {
  const { candidates, proof, expected, context } = input
  if (!expected) return { accepted: false, reason: 'mismatch' }
  try {
    const authenticated = judgeAuthentication(deps.rp, candidates, expected, proof)
    const accepted = accept(deps, authenticated, expected)
    const standing = await deps.makers.standing(authenticated.candidate.data.model, context.at)
    return standing === 'good' ? accepted : refusedMake(standing, authenticated.candidate)
  } catch (error) {
    return refuse(deps, error, candidates, proof)
  }
}

function accept(
  { config }: VerifyDeps,
  { candidate, data }: Authenticated,
  expected: WebauthnExpected,
): Accepted<WebauthnData> {
  const { data: key } = candidate
  const { backupEligible, attested } = key
  // A thief may set a PIN on a key that had none: it counts only where it was there from the beginning.
  const userVerified = data.userVerified && key.userVerified
  if (expected.userVerification === 'required' && !userVerified)
    throw checkFailed('user-verified', 'the key did not check its owner when it was added')

  const count = countOf(config, candidate, data.signCount)
  const kept = { ...key, backedUp: data.backedUp, count: count.kept }
  const isChanged = data.backedUp !== key.backedUp || count.kept !== key.count
  return {
    accepted: true,
    authenticatorId: candidate.id,
    spends: count.spends,
    ...proves({ userVerified, backupEligible, attested }),
    ...(isChanged ? { data: kept } : {}),
    ...(count.isSetback && !backupEligible ? { notices: [{ id: 'counted-backwards' }] } : {}),
  }
}

interface Count {
  readonly spends: Spend<WebauthnData>
  readonly kept: WebauthnData['count']
  readonly isSetback: boolean
}

/**
 * R-53, decision 6. The count of a key that cannot be copied must grow, or there are two of it; most count nothing at
 * all. The copies of a passkey each count for themselves: what they say is noted, and no more.
 */
function countOf(
  { signCount: rule }: VerifyDeps['config'],
  { data: { backupEligible, count }, counter = 0n }: Candidate<WebauthnData>,
  signCount: number,
): Count {
  const last = backupEligible ? count.last : Number(counter)
  if (signCount === 0 && last === 0) return { spends: { type: 'challenge' }, kept: count, isSetback: false }
  const isSetback = signCount <= last
  if (isSetback && !backupEligible && rule === 'refuse')
    throw checkFailed('sign-count', `the key counted ${signCount} after ${last}`)
  if (!backupEligible && !isSetback)
    return { spends: { type: 'counter', counter: BigInt(signCount) }, kept: count, isSetback }
  const setbacks = count.setbacks + (isSetback ? 1 : 0)
  return {
    spends: { type: 'challenge' },
    kept: { last: backupEligible ? signCount : 0, setbacks },
    isSetback,
  }
}

/** `expired`: a report on its model ended it. Without the reports nothing is judged where they are demanded. */
function refusedMake(
  standing: 'compromised' | 'unknown',
  { id }: Candidate<WebauthnData>,
): Refused<WebauthnData> {
  if (standing === 'unknown') return { accepted: false, reason: 'unavailable' }
  return { accepted: false, reason: 'expired', authenticatorId: id }
}

function refuse(
  { host }: VerifyDeps,
  error: unknown,
  candidates: readonly Candidate<WebauthnData>[],
  proof: WebauthnProof,
): Refused<WebauthnData> {
  const check = failedCheck(error)
  if (check === undefined) throw error
  const known = candidates.find(({ data }) => data.credentialId === proof.credential.id)
  host.logger.info({ check, authenticator: known?.id }, 'The answer of a key was refused.')
  return {
    accepted: false,
    reason: check === 'sign-count' ? 'replayed' : 'mismatch',
    ...(known ? { authenticatorId: known.id } : {}),
  }
}
