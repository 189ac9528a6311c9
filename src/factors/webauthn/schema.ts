import { z } from 'zod'
import { type AlgorithmName, algorithmNames } from './public-key.ts'

/** Base64url without padding: the only spelling that a value has (V-32). */
function base64url(longest: number) {
  return z
    .string()
    .min(1)
    .max(Math.ceil((longest * 4) / 3))
    .refine(isBase64url, 'is not base64url')
}

const credentialId = base64url(1023)
const userHandle = base64url(64)
const challenge = base64url(64)
const transports = z.array(z.string().max(32)).max(10)
/** An AAGUID; of keys from before FIDO2 the hash of their certificate's key. */
const model = z.string().regex(/^[0-9a-f-]{36,40}$/)
const clientDataJSON = base64url(4_096)
const authenticatorAttachment = z.string().max(32).optional()
/** What extensions answered. We ask for one, which says whether the key remembers the account; the rest is dropped. */
const clientExtensionResults = z
  .looseObject({ credProps: z.looseObject({ rk: z.unknown() }).optional().catch(undefined) })
  .transform(({ credProps }) => ({
    discoverable: typeof credProps?.rk === 'boolean' ? credProps.rk : undefined,
  }))
const type = z.string().refine((text) => text === 'public-key', 'is of a type that is not known')

/** What is kept of a key. Nothing of it is secret; it is sealed all the same, so that nobody swaps one for another. */
export const webauthnData = z.strictObject({
  credentialId,
  /** SubjectPublicKeyInfo, DER, base64. */
  publicKey: z.base64().max(2_048),
  algorithm: z.enum(algorithmNames as [AlgorithmName, ...AlgorithmName[]]),
  /** The domain that it is bound to. */
  rpId: z.string().max(253),
  /** By what name of the account the key knows its owner; no two accounts share one. */
  userHandle,
  transports,
  /** What it says it is; proven only with `attested`. */
  model,
  /** May be copied to other devices. Never changes. */
  backupEligible: z.boolean(),
  /** Has been copied. */
  backedUp: z.boolean(),
  /** It checked its owner when it was added; only then does it count that it does so later. */
  userVerified: z.boolean(),
  /** It remembers the account; undefined where the browser did not say. */
  discoverable: z.boolean().optional(),
  attested: z.boolean(),
  /** Which key it is among all of its model: its maker signed it, for whoever bought it. Hexadecimal. */
  serialNumber: z
    .string()
    .regex(/^([0-9a-f]{2}){1,64}$/)
    .optional(),
  /** What a copyable key last counted, and how often it counted backwards (decision 6). */
  count: z.strictObject({ last: z.int().min(0), setbacks: z.int().min(0) }),
})
export type WebauthnData = z.infer<typeof webauthnData>

/** What was offered, until a key answers. */
export const webauthnPending = z.strictObject({ challenge, rpId: z.string().max(253), userHandle })
export type WebauthnPending = z.infer<typeof webauthnPending>

/** What was asked, until a key answers. */
export const webauthnExpected = z.strictObject({
  challenge,
  rpId: z.string().max(253),
  userVerification: z.enum(['required', 'preferred', 'discouraged']),
  /** Nobody was named: the key must say whose it is. */
  nameless: z.boolean(),
})
export type WebauthnExpected = z.infer<typeof webauthnExpected>

/** `RegistrationResponseJSON` of WebAuthn L3 §5.1, as browsers make it with `toJSON`. */
const registration = z
  .strictObject({
    id: credentialId,
    rawId: credentialId,
    type,
    response: z.strictObject({
      clientDataJSON,
      attestationObject: base64url(32_768),
      transports: transports.optional(),
      // Conveniences of the browser, all of which the attestation object says under the key's own signature.
      authenticatorData: z.string().max(16_384).optional(),
      publicKey: z.string().max(8_192).optional(),
      publicKeyAlgorithm: z.int().optional(),
    }),
    authenticatorAttachment,
    clientExtensionResults,
  })
  .refine(({ id, rawId }) => id === rawId, 'has two ids')

export const webauthnAnswer = z.strictObject({ credential: registration })
export type WebauthnAnswer = z.infer<typeof webauthnAnswer>

/** `AuthenticationResponseJSON` of WebAuthn L3 §5.1. */
const authentication = z
  .strictObject({
    id: credentialId,
    rawId: credentialId,
    type,
    response: z.strictObject({
      clientDataJSON,
      authenticatorData: base64url(4_096),
      signature: base64url(2_048),
      userHandle: userHandle.optional(),
    }),
    authenticatorAttachment,
    clientExtensionResults,
  })
  .refine(({ id, rawId }) => id === rawId, 'has two ids')

export const webauthnProof = z.strictObject({ credential: authentication })
export type WebauthnProof = z.infer<typeof webauthnProof>

/** The bytes of a value that the schema has let through. */
export function bytesOf(base64url: string): Uint8Array {
  return Buffer.from(base64url, 'base64url')
}

function isBase64url(text: string): boolean {
  return Buffer.from(text, 'base64url').toString('base64url') === text
}
