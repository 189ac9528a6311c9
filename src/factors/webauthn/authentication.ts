import { createHash } from 'node:crypto'
import { publicKeyOf } from '../../kernel/public-key.ts'
import type { Candidate } from '../factor.ts'
import { type AuthenticatorData, parseAuthenticatorData } from './authenticator-data.ts'
import { checkClientData } from './client-data.ts'
import { checkFailed } from './errors.ts'
import { isSigned } from './public-key.ts'
import { checkAuthenticatorData } from './registration.ts'
import type { RelyingParty } from './relying-party.ts'
import { bytesOf, type WebauthnData, type WebauthnExpected, type WebauthnProof } from './schema.ts'

/** A key that answered, and what it signed. */
export interface Authenticated {
  readonly candidate: Candidate<WebauthnData>
  readonly data: AuthenticatorData
}

/** The steps of WebAuthn L3 §7.2, in their order, but for the counter. Throws the check that fails. */
export function judgeAuthentication(
  rp: RelyingParty,
  candidates: readonly Candidate<WebauthnData>[],
  expected: WebauthnExpected,
  { credential: proof }: WebauthnProof,
): Authenticated {
  const candidate = candidates.find(({ data }) => data.credentialId === proof.id)
  if (!candidate) throw checkFailed('credential', 'the key is none of those that were asked')
  const { data: key } = candidate
  if (key.rpId !== expected.rpId) throw checkFailed('rp-id', 'the key was added under another name')
  checkOwner(key, expected, proof.response.userHandle)

  const clientData = bytesOf(proof.response.clientDataJSON)
  const { challenge } = expected
  checkClientData(clientData, { type: 'webauthn.get', challenge, origins: rp.origins })

  const signed = bytesOf(proof.response.authenticatorData)
  const data = parseAuthenticatorData(signed)
  if (data.attested) throw checkFailed('form', 'the answer brings a new key along')
  const userVerified = expected.userVerification === 'required'
  checkAuthenticatorData(data, { rpId: expected.rpId, userVerified })
  if (data.backupEligible !== key.backupEligible)
    throw checkFailed('backup', 'whether the key can be copied has changed')

  const clientDataHash = createHash('sha256').update(clientData).digest()
  const message = Buffer.concat([signed, clientDataHash])
  const signer = { algorithm: key.algorithm, key: publicKeyOf(key.publicKey) }
  if (!isSigned(signer, message, bytesOf(proof.response.signature)))
    throw checkFailed('signature', 'the signature does not fit')
  return { candidate, data }
}

/** where the key says whose it is, it must be its owner; where nobody was named, it must say so. */
function checkOwner(key: WebauthnData, expected: WebauthnExpected, userHandle: string | undefined): void {
  if (userHandle === undefined && expected.nameless)
    throw checkFailed('user-handle', 'the key does not say whose it is')
  if (userHandle !== undefined && userHandle !== key.userHandle)
    throw checkFailed('user-handle', 'the key says it is of somebody else')
}
