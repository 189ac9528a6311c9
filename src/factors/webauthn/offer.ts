import type { Candidate, FactorHost, Offer, Person } from '../factor.ts'
import type { WebauthnConfig } from './config.ts'
import { coseId } from './public-key.ts'
import type { RelyingParty } from './relying-party.ts'
import type { WebauthnData, WebauthnPending } from './schema.ts'

/** Milliseconds a browser waits for the person. */
export const patience = 300_000

export interface OfferDeps {
  readonly config: WebauthnConfig
  readonly rp: RelyingParty
  readonly host: Pick<FactorHost, 'random' | 'mac'>
}

/** What the browser is asked to make: `PublicKeyCredentialCreationOptionsJSON` of WebAuthn L3 §5.1.8. */
export async function offerKey(
  { config, rp, host }: OfferDeps,
  input: { readonly person: Person; readonly existing: readonly Candidate<WebauthnData>[] },
): Promise<Offer<WebauthnPending>> {
  const { person, existing } = input
  const challenge = newChallenge(host)
  const userHandle = userHandleOf(host, person, existing)
  const publicKey = {
    rp: { id: rp.id, name: rp.name },
    user: { id: userHandle, name: person.name, displayName: person.name },
    challenge,
    pubKeyCredParams: config.algorithms.map((name) => ({ type: 'public-key', alg: coseId(name) })),
    timeout: patience,
    excludeCredentials: descriptorsOf(rp, existing),
    authenticatorSelection: {
      residentKey: config.residentKey,
      requireResidentKey: config.residentKey === 'required',
      userVerification: config.userVerification,
    },
    attestation: config.attestation.conveyance,
    extensions: { credProps: true },
  }
  return { show: { publicKey }, pending: { challenge, rpId: rp.id, userHandle }, confirms: true }
}

export function newChallenge({ random }: Pick<FactorHost, 'random'>): string {
  return Buffer.from(random.bytes(32)).toString('base64url')
}

/** How browsers find the keys that an account has here. */
export function descriptorsOf(rp: RelyingParty, candidates: readonly Candidate<WebauthnData>[]) {
  const own = candidates.filter(({ data }) => data.rpId === rp.id)
  return own.map(({ data }) => ({ type: 'public-key', id: data.credentialId, transports: data.transports }))
}

/**
 * The account as its keys know it: 32 bytes that tell nothing (WebAuthn L3 §14.6.1), the same for all keys of an
 * account, so that a new passkey takes the place of an older one on the same device.
 */
function userHandleOf(
  { mac }: Pick<FactorHost, 'mac'>,
  { accountId }: Person,
  [first]: readonly Candidate<WebauthnData>[],
): string {
  if (first) return first.data.userHandle
  return Buffer.from(mac('webauthn user handle', Buffer.from(accountId, 'utf8'))).toString('base64url')
}
