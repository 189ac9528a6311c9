import { createHash } from 'node:crypto'
import { verifyStatement } from './attestation/formats.ts'
import type { Made } from './attestation/statement.ts'
import {
  type AttestedCredential,
  type AuthenticatorData,
  parseAuthenticatorData,
} from './authenticator-data.ts'
import { asBytes, asMap, decodeCbor } from './cbor.ts'
import { checkClientData } from './client-data.ts'
import type { WebauthnConfig } from './config.ts'
import { checkFailed } from './errors.ts'
import { type PublicKey, publicKeyFromCose } from './public-key.ts'
import type { RelyingParty } from './relying-party.ts'
import { bytesOf, type WebauthnAnswer, type WebauthnPending } from './schema.ts'

/** A key that was made for us, and what it says of its make. */
export interface Registered {
  readonly data: AuthenticatorData
  readonly credential: AttestedCredential
  readonly publicKey: PublicKey
  readonly made: Made
}

/** What a registration is held against. */
export interface RegistrationRules {
  readonly rp: RelyingParty
  readonly config: Pick<WebauthnConfig, 'algorithms' | 'userVerification'>
}

/** The steps of WebAuthn L3 §7.1, in their order. Throws the check that fails. */
export function judgeRegistration(
  { rp, config }: RegistrationRules,
  pending: WebauthnPending,
  { credential: answer }: WebauthnAnswer,
): Registered {
  const clientData = bytesOf(answer.response.clientDataJSON)
  const { challenge } = pending
  checkClientData(clientData, { type: 'webauthn.create', challenge, origins: rp.origins })

  const { format, fields, signed } = readAttestation(bytesOf(answer.response.attestationObject))
  const data = parseAuthenticatorData(signed)
  checkAuthenticatorData(data, { rpId: pending.rpId, userVerified: config.userVerification === 'required' })
  const { attested: credential } = data
  if (!credential || !Buffer.from(credential.id).equals(bytesOf(answer.id)))
    throw checkFailed('credential', 'the key is another than the one that was announced')

  const publicKey = publicKeyFromCose(credential.publicKey, config.algorithms)
  const clientDataHash = createHash('sha256').update(clientData).digest()
  const made = verifyStatement(format, { fields, signed, data, credential, publicKey, clientDataHash })
  return { data, credential, publicKey, made }
}

/** The checks that a registration and an authentication share. */
export function checkAuthenticatorData(
  data: AuthenticatorData,
  expected: { readonly rpId: string; readonly userVerified: boolean },
): void {
  const rpIdHash = createHash('sha256').update(expected.rpId).digest()
  if (!rpIdHash.equals(data.rpIdHash)) throw checkFailed('rp-id', 'the key is for another domain')
  if (!data.userPresent) throw checkFailed('user-present', 'nobody was there')
  if (expected.userVerified && !data.userVerified)
    throw checkFailed('user-verified', 'the key did not check its owner')
  if (data.backedUp && !data.backupEligible)
    throw checkFailed('backup', 'the key says it was copied, and cannot be')
}

/** WebAuthn L3 §6.5: a map of three. */
function readAttestation(bytes: Uint8Array) {
  const map = asMap(decodeCbor(bytes))
  if (map.size !== 3) throw checkFailed('form', 'the attestation object has other fields than it should')
  return { format: map.get('fmt'), fields: asMap(map.get('attStmt')), signed: asBytes(map.get('authData')) }
}
