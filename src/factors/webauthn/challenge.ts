import type { Candidate, FactorChallenge, FactorContext, FactorHost } from '../factor.ts'
import type { WebauthnConfig } from './config.ts'
import { madeForAnotherName, modelCompromised } from './errors.ts'
import type { Makers } from './makers.ts'
import { descriptorsOf, newChallenge, patience } from './offer.ts'
import type { RelyingParty } from './relying-party.ts'
import type { WebauthnData, WebauthnExpected } from './schema.ts'

export interface ChallengeDeps {
  readonly config: WebauthnConfig
  readonly rp: RelyingParty
  readonly makers: Makers
  readonly host: Pick<FactorHost, 'random'>
}

/** As long as a challenge may live: a page that offers passkeys as one types a name stays open for a while. */
const lifetime = 600_000

/**
 * What the browser is asked: `PublicKeyCredentialRequestOptionsJSON` of WebAuthn L3 §5.1.10. Where nobody is known it
 * names no key, so that there is nothing to find out about anybody, and asks for user verification: the key alone is
 * to be two factors.
 */
export async function challengeKeys(
  deps: ChallengeDeps,
  input: { readonly candidates: readonly Candidate<WebauthnData>[]; readonly context: FactorContext },
): Promise<FactorChallenge<WebauthnExpected>> {
  const { config, rp, host } = deps
  const nameless = input.candidates.length === 0
  const usable = nameless ? [] : await usableOf(deps, input.candidates, input.context.at)
  const challenge = newChallenge(host)
  const userVerification = nameless ? 'required' : config.userVerification
  const publicKey = {
    challenge,
    rpId: rp.id,
    timeout: patience,
    userVerification,
    allowCredentials: descriptorsOf(rp, usable),
  }
  const expected = { challenge, rpId: rp.id, userVerification, nameless }
  return { show: { publicKey }, expected, tries: 1, lifetime }
}

/** Says why none can be used, rather than let the browser say that there is none. */
async function usableOf(
  { rp, makers }: ChallengeDeps,
  candidates: readonly Candidate<WebauthnData>[],
  at: number,
): Promise<readonly Candidate<WebauthnData>[]> {
  const ours = candidates.filter(({ data }) => data.rpId === rp.id)
  if (ours.length === 0) throw madeForAnotherName(candidates[0]?.data.rpId ?? '', rp.id)
  const standings = await Promise.all(ours.map(({ data }) => makers.standing(data.model, at)))
  const usable = ours.filter((_, index) => standings[index] !== 'compromised')
  if (usable.length === 0) throw modelCompromised()
  return usable
}
