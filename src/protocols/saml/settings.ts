import { z } from 'zod'
import { isForBrowsers, plainAddress } from '../browser-address.ts'

const longestAddress = 2000
const longestMetadata = 200_000

/** Where browsers are sent with what we say of people. */
const address = z
  .string()
  .max(longestAddress)
  .refine(
    isForBrowsers,
    'must be an address that begins with https:// (http:// for this machine only), without a fragment',
  )

const source = z.enum(['id', 'name', 'email', 'phone', 'groups', 'role'])

/** What an attribute tells: something of the account, the same for all, or what belongs to a group that one is in. */
const attributeSource = z.union([
  source,
  z.strictObject({ value: z.string().max(1000) }),
  z.strictObject({ byGroup: z.record(z.string().min(1).max(200), z.string().max(1000)) }),
])

const attributeName = z.string().regex(/^[\x21-\x7e]{1,300}$/)

/** What an administrator sets for an application that signs people in by SAML. */
export const samlSettings = z.strictObject({
  metadata: z
    .string()
    .max(longestMetadata)
    .optional()
    .describe('Its metadata, as it hands them out; what is in them need not be set by hand'),
  metadataUrl: z
    .string()
    .max(longestAddress)
    .regex(/^https:\/\//)
    .refine((text) => plainAddress(text) !== undefined)
    .optional()
    .describe('Where its metadata are fetched from, and looked for again every few hours'),
  entityId: z
    .string()
    .min(1)
    .max(1024)
    .optional()
    .describe('Its name (entity ID, audience); its metadata, where there are any, must call it so, too'),
  acsUrls: z
    .array(address)
    .max(20)
    .default([])
    .describe('Where it takes responses by POST (ACS URL), without metadata; the first is the usual one'),
  logoutUrl: address.optional().describe('Where it is told of a sign-out, without metadata'),
  certificates: z
    .array(z.string().max(10_000))
    .max(5)
    .default([])
    .describe('Its certificates, PEM, without metadata: what it signs with, and what is encrypted for it'),
  nameIds: z
    .array(z.enum(['persistent', 'transient', 'email', 'name']))
    .min(1)
    .max(4)
    .default(['persistent'])
    .describe(
      'How people may be named to it; the first where it asks for nothing. persistent: another name in each application',
    ),
  attributes: z
    .record(attributeName, attributeSource)
    .default({})
    .describe('What else it learns: attributes by name, each with what it tells'),
  requireSignedRequests: z
    .boolean()
    .default(false)
    .describe('Whether its requests must be signed, also where its metadata do not say so'),
  signs: z.enum(['assertion', 'response', 'both']).default('both').describe('What of our answers is signed'),
  encrypt: z.boolean().default(false).describe('Whether assertions are encrypted for it'),
  idpInitiated: z
    .boolean()
    .default(false)
    .describe('Whether people may be sent there without it having asked (IdP-initiated)'),
  relayState: z.string().max(1024).optional().describe('What it is told then of where to go (RelayState)'),
})

export type SamlSettings = z.infer<typeof samlSettings>
export type AttributeSource = SamlSettings['attributes'][string]
