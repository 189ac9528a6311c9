import { z } from 'zod'

/** Reports on a model that one may refuse its keys for (FIDO Metadata Service 3.0 §3.1.4). */
export const statuses = [
  'REVOKED',
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
  'UPDATE_AVAILABLE',
  'NOT_FIDO_CERTIFIED',
  'SELF_ASSERTION_SUBMITTED',
] as const

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

const report = z.looseObject({ status: z.string(), effectiveDate: date.optional() })

const statement = z.looseObject({
  description: z.string(),
  attestationRootCertificates: z.array(z.string()).default([]),
  keyProtection: z.array(z.string()).default([]),
})

/** One model; those without `aaguid` are of U2F or UAF, and known by the keys of their certificates. */
const entry = z.looseObject({
  aaguid: z.string().optional(),
  attestationCertificateKeyIdentifiers: z.array(z.string()).default([]),
  metadataStatement: statement.optional(),
  statusReports: z.array(report),
})
export type MetadataEntry = z.infer<typeof entry>

/** What the blob says, as far as it is read here (FIDO Metadata Service 3.0 §3.1.6). */
export const blobPayload = z.looseObject({
  no: z.int().min(0),
  nextUpdate: date,
  entries: z.array(entry).max(100_000),
})
export type BlobPayload = z.infer<typeof blobPayload>

/** The header of the blob. Where else a key might lie (`x5u`, `jwk`) is not read. */
export const blobHeader = z.looseObject({
  alg: z.enum(['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512']),
  x5c: z.array(z.string()).min(1).max(8),
})
export type BlobAlgorithm = z.infer<typeof blobHeader>['alg']
