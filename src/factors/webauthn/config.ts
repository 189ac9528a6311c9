import { z } from 'zod'
import { statuses } from './metadata/schema.ts'
import { type AlgorithmName, algorithmNames } from './public-key.ts'

const origin = z
  .string()
  .refine(
    isOrigin,
    'must be an origin without a path, such as https://shop.example.com; https, or http on localhost',
  )
const domain = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
    'must be a domain in small letters, such as example.com',
  )
const aaguid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be an AAGUID in small letters')
const file = z.string().min(1)
const wish = z.enum(['required', 'preferred', 'discouraged'])

/** Roots, and the models that they may speak for. */
const speakers = z.strictObject({
  models: z.array(aaguid).min(1).max(1_000),
  roots: z.array(file).min(1).max(20),
})

const attestation = z.strictObject({
  conveyance: z
    .enum(['none', 'direct', 'enterprise'])
    .default('none')
    .describe(
      'Whether keys are asked to prove their make. `enterprise` asks for the serial number, too, which only keys made for you give.',
    ),
  required: z
    .boolean()
    .default(false)
    .describe('Only keys whose make is proven by a root or by the metadata may be added.'),
  roots: z
    .array(file)
    .max(100)
    .default([])
    .describe(
      'Root certificates of makers, PEM: files in the data folder, or absolute paths. They prove that a key is of one of these makers, and not of which model.',
    ),
  rootsFor: z
    .array(speakers)
    .max(100)
    .default([])
    .describe(
      'Root certificates that may say of a key that it is of one of the models named beside them, as the metadata do: `models` and `roots`.',
    ),
  allow: z
    .array(aaguid)
    .max(10_000)
    .default([])
    .describe(
      'Only these models may be added. Needs `rootsFor` or the metadata: who else says so is not believed.',
    ),
  deny: z
    .array(aaguid)
    .max(10_000)
    .default([])
    .describe('These models may not be added. Needs `rootsFor` or the metadata, as `allow` does.'),
})

const metadata = z.strictObject({
  file: file
    .optional()
    .describe(
      'The blob of the FIDO Metadata Service, fetched by you: a file in the data folder, or an absolute path.',
    ),
  url: z
    .string()
    .refine(isFetchable, 'must be an https address')
    .optional()
    .describe(
      'Where to fetch the blob: https://mds3.fidoalliance.org/. Nothing is fetched unless this is set.',
    ),
  roots: z
    .array(file)
    .max(10)
    .default([])
    .describe('Root certificates that the blob is signed under, PEM; by default those that FIDO names.'),
  signer: z
    .string()
    .min(1)
    .default('mds.fidoalliance.org')
    .describe('The host name in the certificate that signs the blob: its root signs for others, too.'),
  revocations: z
    .array(file)
    .max(20)
    .default([])
    .describe('Revocation lists (CRL) for the certificates of the blob, fetched by you.'),
  grace: z
    .int()
    .min(0)
    .max(365)
    .default(30)
    .describe('Days that a blob may be overdue before it proves nothing any more.'),
  refuse: z
    .array(z.enum(statuses))
    .default([
      'REVOKED',
      'USER_VERIFICATION_BYPASS',
      'ATTESTATION_KEY_COMPROMISE',
      'USER_KEY_REMOTE_COMPROMISE',
      'USER_KEY_PHYSICAL_COMPROMISE',
    ])
    .describe('Reports on a model by which its keys can neither be added nor used.'),
})

/** Security keys and passkeys: what they are bound to, what is asked of them, whose word on their make counts. */
export const webauthnConfig = z
  .strictObject({
    rpId: domain
      .optional()
      .describe(
        'The domain that keys are bound to; by default the host of baseUrl. Changing it makes every key useless: each person adds theirs anew.',
      ),
    relatedOrigins: z
      .array(origin)
      .max(50)
      .default([])
      .describe(
        'Other sites of yours that may use the same keys; told to browsers in /.well-known/webauthn.',
      ),
    userVerification: wish
      .default('preferred')
      .describe(
        'Whether a key must check a PIN, fingerprint or face. A sign-in that begins with a key always asks for it.',
      ),
    residentKey: wish
      .default('preferred')
      .describe('Whether a key should remember the account, so that signing in needs no name.'),
    algorithms: z
      .array(z.enum(algorithmNames))
      .min(1)
      .default(['EdDSA', 'ES256', 'RS256'] satisfies AlgorithmName[])
      .describe('Signature algorithms, best first. Windows Hello without ES256 needs RS256.'),
    signCount: z
      .enum(['refuse', 'record'])
      .default('refuse')
      .describe(
        'When the counter of a key that cannot be copied does not grow: refuse, for it may have been cloned, or only note it.',
      ),
    attestation: attestation.prefault({}),
    metadata: metadata.prefault({}),
  })
  .refine(({ attestation, metadata }) => !needsProof(attestation) || hasAnchors(attestation, metadata), {
    path: ['attestation'],
    error: 'asks for proven makes, and there is neither a root nor metadata to prove them by',
  })
  .refine(({ attestation, metadata }) => !namesModels(attestation) || hasSpeakers(attestation, metadata), {
    path: ['attestation'],
    error: 'names models, and neither rootsFor nor metadata say whose word counts for them',
  })
  .refine(({ attestation }) => !needsProof(attestation) || attestation.conveyance !== 'none', {
    path: ['attestation', 'conveyance'],
    error: 'must be direct or enterprise where makes are to be proven',
  })

export type WebauthnConfig = z.infer<typeof webauthnConfig>
export type AttestationConfig = z.infer<typeof attestation>
export type MetadataConfig = z.infer<typeof metadata>

/** Whether a key is taken only when its make is proven: what it says of itself is worth nothing (R20). */
export function needsProof(config: AttestationConfig): boolean {
  return config.required || namesModels(config)
}

/** Whether it matters of which model a key is: only a root that speaks for that model says so (R20). */
export function namesModels({ allow, deny }: AttestationConfig): boolean {
  return allow.length > 0 || deny.length > 0
}

/** Whether metadata were provided. */
export function hasMetadata({ file, url }: MetadataConfig): boolean {
  return file !== undefined || url !== undefined
}

/** Whether any key can be attested to something that counts here. */
export function hasAnchors(attestation: AttestationConfig, metadata: MetadataConfig): boolean {
  return attestation.roots.length > 0 || hasSpeakers(attestation, metadata)
}

function hasSpeakers({ rootsFor }: AttestationConfig, metadata: MetadataConfig): boolean {
  return rootsFor.length > 0 || hasMetadata(metadata)
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  if (!url || url.origin !== text) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost')
}

function isFetchable(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && !url.username && !url.hash
}
