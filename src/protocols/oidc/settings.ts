import { z } from 'zod'
import { isForBrowsers, plainAddress } from '../browser-address.ts'
import { certificateName, pemCertificate } from './certificates/settings.ts'
import { reservedClaims } from './claim-names.ts'

/** What an application may be allowed to do for itself, with streams of security events (SSF). */
export const streamScopes = ['ssf.read', 'ssf.manage'] as const

/** What it may learn of whoever signs in to it; what each of them tells stands in `claim-names.ts`. */
export const signInScopes = ['openid', 'profile', 'email', 'phone', 'groups', 'offline_access'] as const

/** Scopes that an application may be allowed. */
export const scopes = [...signInScopes, ...streamScopes] as const

/** What an application may ask for, by our names. */
export const grants = ['authorization_code', 'refresh_token', 'device_code', 'client_credentials'] as const

const longestAddress = 2000
const mostAddresses = 50

/** Schemes in which a browser runs or reads something instead of calling an application. */
const dangerousScheme = /^(javascript|vbscript|data|blob|file|about):/i

const address = z.string().max(longestAddress)

/** Where a browser is sent. Compared letter by letter, so nothing in it may be read in two ways. */
const redirectAddress = address.refine(
  (text) => (isOwnScheme(text) ? plainAddress(text) !== undefined : isForBrowsers(text)),
  'must be an address that begins with https:// (http:// for this machine only) or with a scheme of its own, without a fragment',
)

/** Where we ourselves go. */
const ownRequestAddress = address.refine(
  (text) => plainAddress(text)?.protocol === 'https:',
  'must begin with https://',
)

/** Of an application on a device, which the browser calls by it (RFC 8252 §7.1). */
function isOwnScheme(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/.test(text) && !/^https?:/i.test(text) && !dangerousScheme.test(text)
}

/** Whatever of a key is not public: who sends it to us has mistaken us for somebody (G9). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

const publicKey = z
  .record(z.string(), z.unknown())
  .refine(
    (jwk) => !privateMembers.some((member) => member in jwk),
    'must be the public half of a key: take this one out of use',
  )

const claimName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.:/-]{0,99}$/)
  .refine((name) => !reservedClaims.some((reserved) => reserved === name), 'is said by the protocol itself')

/** What an administrator sets for an application that signs people in by OpenID Connect. */
const settings = z.strictObject({
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
    .enum([
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
      'none',
    ])
    .default('client_secret_basic')
    .describe(
      'How it proves itself to us. tls_client_auth and self_signed_tls_client_auth: by a certificate, at the port that asks for one. none: it cannot keep a secret (single-page and native applications)',
    ),
  jwks: z
    .strictObject({ keys: z.array(publicKey).min(1).max(20) })
    .optional()
    .describe('Its public keys, for private_key_jwt and signed requests'),
  jwksUri: ownRequestAddress.optional().describe('Where its public keys are fetched from instead'),
  certificate: certificateName
    .optional()
    .describe(
      'For tls_client_auth: one name of its certificate. subject as `openssl x509 -noout -subject -nameopt RFC2253` writes it; dns, uri, ip, email: in its subjectAltName',
    ),
  anchors: z
    .array(pemCertificate)
    .max(10)
    .default([])
    .describe('For tls_client_auth: the authorities that its certificate is believed from, PEM'),
  certificates: z
    .array(pemCertificate)
    .max(10)
    .default([])
    .describe('For self_signed_tls_client_auth: its certificates, PEM; two while one follows another'),
  grants: z
    .array(z.enum(grants))
    .min(1)
    .max(grants.length)
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
  requireCertificate: z
    .boolean()
    .default(false)
    .describe('Whether tokens must be bound to its certificate (RFC 8705)'),
  fapi2: z
    .boolean()
    .default(false)
    .describe(
      'Whether it keeps to the FAPI 2.0 Security Profile: private_key_jwt by keys that are set here, pushed requests, PKCE, DPoP and ES256, whatever else is set; its refresh tokens stay the same',
    ),
  signingAlgorithm: z.enum(['RS256', 'ES256']).default('RS256').describe('What ID tokens are signed with'),
  scopes: z
    .array(z.enum(scopes))
    .min(1)
    .max(scopes.length)
    .default(['openid', 'profile', 'email'])
    .describe(
      'What it may learn. offline_access: its refresh tokens outlive the session of the browser. ssf.manage: it may make itself streams that tell when sessions end and credentials change; ssf.read: look at them, and fetch what waits',
    ),
  claims: z
    .record(claimName, z.enum(['id', 'name', 'email', 'phone', 'groups', 'role']))
    .default({})
    .describe('More claims for it, each with what of the account it tells'),
  streamSubject: z
    .enum(['iss_sub', 'email'])
    .default('iss_sub')
    .describe(
      'How streams name people. email: by their verified address, where there is one; else as ID tokens do',
    ),
  claimsInIdToken: z
    .boolean()
    .default(false)
    .describe('Whether the ID token tells all of it, for software that never asks the userinfo endpoint'),
})

export type OidcSettings = z.infer<typeof settings>

/** What proofs of DPoP are signed with (RFC 9449). */
export const proofAlgorithms = ['ES256', 'Ed25519', 'EdDSA'] as const

/** Whether tokens have to be bound to a key or a certificate. */
export function isBound({ requireDpop, requireCertificate, fapi2 }: OidcSettings): boolean {
  return requireDpop || requireCertificate || fapi2
}

export type StreamScope = (typeof streamScopes)[number]

/** Whether an application may do this with streams of its own: whoever may change may look. */
export function mayUseStreams(
  { scopes: held, grants }: Pick<OidcSettings, 'scopes' | 'grants'>,
  scope: StreamScope = 'ssf.read',
): boolean {
  return grants.includes('client_credentials') && (held.includes(scope) || held.includes('ssf.manage'))
}

type Fault = (name: keyof OidcSettings, message: string) => void

/** What the protocol would refuse later, at the first sign-in, is refused where it is set. */
export const oidcSettings = settings.superRefine((given, context) => {
  const fault: Fault = (name, message) => context.addIssue({ code: 'custom', path: [name], message })
  if (given.application === 'web')
    for (const name of ['redirectUris', 'postLogoutRedirectUris'] as const)
      if (given[name].some(isOwnScheme)) fault(name, 'only a native application has a scheme of its own')
  if (given.jwks && given.jwksUri) fault('jwksUri', 'is one too many: its keys are given already')
  const signs = given.authentication === 'private_key_jwt' || given.requireSignedRequests
  if (signs && !given.jwks && !given.jwksUri) fault('jwks', 'is missing: it signs, and needs keys')
  judgeCertificates(given, fault)
  if (given.fapi2) judgeFapi2(given, fault)
  if (given.authentication === 'none' && given.grants.includes('client_credentials'))
    fault('grants', 'client_credentials needs an application that proves itself')
  const streams = streamScopes.some((scope) => given.scopes.includes(scope))
  if (streams && !given.grants.includes('client_credentials'))
    fault('grants', 'is to name client_credentials: streams are made by the application itself')
})

/** RFC 8705 §2: who is believed, and of whom; one name, and no more. */
function judgeCertificates(given: OidcSettings, fault: Fault): void {
  const { authentication, certificate, anchors, certificates, jwks, jwksUri } = given
  if (authentication === 'tls_client_auth') {
    if (!certificate) fault('certificate', 'is missing: by which name of its certificate it is known')
    if (anchors.length === 0) fault('anchors', 'are missing: whose word on that name is believed')
  }
  if (certificates.length > 0 && (jwks || jwksUri))
    fault('certificates', 'are one too many: its keys are given already')
  if (authentication === 'self_signed_tls_client_auth' && certificates.length === 0 && !jwks && !jwksUri)
    fault('certificates', 'are missing: it is known by them')
  if (given.requireCertificate && (given.requireDpop || given.fapi2))
    fault('requireCertificate', 'is one binding too many: DPoP is asked for already')
}

/** FAPI 2.0 Security Profile §5.3.2.1 and §5.4.1: keys by which nothing older can be signed. */
const fapi2Algorithms: readonly unknown[] = ['PS256', 'ES256', 'EdDSA', 'Ed25519']

function judgeFapi2({ authentication, jwks }: OidcSettings, fault: Fault): void {
  if (authentication !== 'private_key_jwt')
    fault('authentication', 'has to be private_key_jwt under FAPI 2.0')
  if (!jwks?.keys.every(({ alg }) => fapi2Algorithms.includes(alg)))
    fault('jwks', `is to hold its keys under FAPI 2.0, each with \`alg\` ${fapi2Algorithms.join(', ')}`)
}
