import { z } from 'zod'
import { reservedClaims } from './claim-names.ts'

/** Scopes that an application may be allowed; what each of them tells stands in `claim-names.ts`. */
export const scopes = ['openid', 'profile', 'email', 'phone', 'groups', 'offline_access'] as const

const longestAddress = 2000
const mostAddresses = 50

/** Schemes in which a browser runs or reads something instead of calling an application. */
const dangerousScheme = /^(javascript|vbscript|data|blob|file|about):/i

function address(allowed: RegExp, fault: string) {
  return z
    .string()
    .max(longestAddress)
    .refine((text) => isAddress(text) && allowed.test(text), fault)
}

/** Where a browser is sent. Compared letter by letter, so nothing in it may be read in two ways. */
const redirectAddress = address(
  /^[a-z][a-z0-9+.-]*:/,
  'must be an address without fragment, as it is registered',
)

/** Where we ourselves go. */
const ownRequestAddress = address(/^https:\/\//, 'must begin with https://')

function isAddress(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null &&
    !dangerousScheme.test(text) &&
    !text.includes('#') &&
    url.username === '' &&
    url.password === ''
  )
}

const claimName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.:/-]{0,99}$/)
  .refine((name) => !reservedClaims.some((reserved) => reserved === name), 'is said by the protocol itself')

/** What an administrator sets for an application that signs people in by OpenID Connect. */
export const oidcSettings = z.strictObject({
  redirectUris: z
    .array(redirectAddress)
    .max(mostAddresses)
    .default([])
    .describe('Where people come back to after signing in, letter by letter (redirect URI, callback URL)'),
  postLogoutRedirectUris: z
    .array(redirectAddress)
    .max(mostAddresses)
    .default([])
    .describe('Where they may be sent after signing out'),
  backchannelLogoutUri: ownRequestAddress
    .optional()
    .describe('Told when somebody signs out, or may no longer be signed in'),
  application: z
    .enum(['web', 'native'])
    .default('web')
    .describe('native: runs on a device; may use a scheme of its own, and any port on loopback'),
  authentication: z
    .enum(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'])
    .default('client_secret_basic')
    .describe(
      'How it proves itself to us. none: it cannot keep a secret (single-page and native applications)',
    ),
  jwks: z
    .strictObject({ keys: z.array(z.record(z.string(), z.unknown())).min(1).max(20) })
    .optional()
    .describe('Its public keys, for private_key_jwt and signed requests'),
  jwksUri: ownRequestAddress.optional().describe('Where its public keys are fetched from instead'),
  grants: z
    .array(z.enum(['authorization_code', 'refresh_token', 'device_code', 'client_credentials']))
    .min(1)
    .max(4)
    .default(['authorization_code', 'refresh_token'])
    .describe(
      'What it may ask for. device_code: for screens without a keyboard. client_credentials: for itself',
    ),
  pkce: z
    .enum(['required', 'optional'])
    .default('required')
    .describe('optional: only for software that has never heard of it, and keeps a secret'),
  requirePushedRequests: z
    .boolean()
    .default(false)
    .describe('Whether requests must be pushed to us beforehand (PAR, RFC 9126)'),
  requireSignedRequests: z
    .boolean()
    .default(false)
    .describe('Whether requests must be signed with one of its keys (JAR, RFC 9101)'),
  requireDpop: z
    .boolean()
    .default(false)
    .describe('Whether tokens must be bound to a key of its own (DPoP, RFC 9449)'),
  signingAlgorithm: z.enum(['RS256', 'ES256']).default('RS256').describe('What ID tokens are signed with'),
  scopes: z
    .array(z.enum(scopes))
    .min(1)
    .max(scopes.length)
    .default(['openid', 'profile', 'email'])
    .describe('What it may learn. offline_access: its refresh tokens outlive the session of the browser'),
  claims: z
    .record(claimName, z.enum(['id', 'name', 'email', 'phone', 'groups', 'role']))
    .default({})
    .describe('More claims for it, each with what of the account it tells'),
  claimsInIdToken: z
    .boolean()
    .default(false)
    .describe('Whether the ID token tells all of it, for software that never asks the userinfo endpoint'),
})

export type OidcSettings = z.infer<typeof oidcSettings>
