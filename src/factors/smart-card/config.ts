import { z } from 'zod'
import { purposes } from '../../x509/index.ts'

const oid = z
  .string()
  .regex(/^[0-2](\.\d{1,39}){1,30}$/, 'must be an object identifier, such as 1.3.6.1.5.5.7.3.2')
const file = z.string().min(1)

/** How a certificate stands for its holder from now on. */
export const mappings = ['key', 'serial', 'subject', 'upn', 'email'] as const
export type Mapping = (typeof mappings)[number]

const revocation = z.strictObject({
  lists: z
    .array(file)
    .max(100)
    .default([])
    .describe(
      'Revocation lists (CRL) that you fetch yourself, DER or PEM: files in the data folder, or absolute paths. They are read anew when they change.',
    ),
  fetch: z
    .boolean()
    .default(true)
    .describe('Whether lists are fetched from the addresses that believed certificates name.'),
  ask: z
    .boolean()
    .default(true)
    .describe('Whether responders (OCSP) are asked that believed certificates name.'),
  timeout: z.int().min(1).max(30).default(5).describe('Seconds to wait for a list or an answer.'),
  whenUnknown: z
    .enum(['deny', 'allow'])
    .default('deny')
    .describe('What becomes of a certificate of which nobody can say just now whether it was revoked.'),
})

/** Smart cards: whose certificates count, what they must say, and how they are found out to be revoked. */
export const smartCardConfig = z.strictObject({
  anchors: z
    .array(file)
    .max(100)
    .default([])
    .describe(
      'Certificates of the authorities that are believed, PEM: files in the data folder, or absolute paths. Without one, cards are switched off.',
    ),
  intermediates: z
    .array(file)
    .max(100)
    .default([])
    .describe('Certificates between those and the cards, PEM, for browsers that do not send them along.'),
  purposes: z
    .array(oid)
    .min(1)
    .max(10)
    .default([purposes.clientAuthentication])
    .describe('A certificate must be for one of these purposes; by default for signing in by TLS.'),
  policies: z
    .array(oid)
    .max(50)
    .default([])
    .describe(
      'A certificate must have been issued under one of these policies; none is asked for by default.',
    ),
  cardPolicies: z
    .array(oid)
    .max(50)
    .default([])
    .describe(
      'Policies under which an authority issues to cards only that ask for a PIN. Such a certificate counts as two factors, bound to hardware.',
    ),
  mapping: z
    .enum(mappings)
    .default('key')
    .describe(
      'What stands for the holder: the key; serial number and issuer; or a name, which outlives the card and is as good as the care of whoever issues: the subject, the UPN of Windows, the e-mail address.',
    ),
  revocation: revocation.prefault({}),
})

export type SmartCardConfig = z.infer<typeof smartCardConfig>
export type RevocationConfig = z.infer<typeof revocation>
