import { z } from 'zod'
import { grantTypes } from '../clients.ts'
import type { OidcSettings } from '../settings.ts'
import { RegistrationRefusal } from './errors.ts'

const webPage = z.url({ protocol: /^https?$/ }).max(2000)
const addresses = z.array(z.string()).max(50)

/**
 * What a client says of itself, in the words of RFC 7591 §2 and its relatives. What is not named here is not heeded.
 * Pages and logos are looked at and not kept: an administrator gives an application its face.
 */
const metadata = z.object({
  client_name: z.string().trim().min(1).max(80).default('Application'),
  application_type: z.string().optional(),
  redirect_uris: addresses.optional(),
  post_logout_redirect_uris: addresses.optional(),
  backchannel_logout_uri: z.string().optional(),
  token_endpoint_auth_method: z.string().optional(),
  jwks: z.unknown().optional(),
  jwks_uri: z.string().optional(),
  grant_types: z.array(z.string()).max(20).default(['authorization_code']),
  response_types: z.array(z.literal('code')).max(1).optional(),
  subject_type: z.literal('public').optional(),
  scope: z.string().max(1000).optional(),
  id_token_signed_response_alg: z.string().optional(),
  require_pushed_authorization_requests: z.boolean().optional(),
  require_signed_request_object: z.boolean().optional(),
  dpop_bound_access_tokens: z.boolean().optional(),
  client_uri: webPage.optional(),
  logo_uri: webPage.optional(),
  policy_uri: webPage.optional(),
  tos_uri: webPage.optional(),
})

/** How our settings are called there. */
const namesThere: Readonly<Partial<Record<keyof OidcSettings, string>>> = {
  redirectUris: 'redirect_uris',
  postLogoutRedirectUris: 'post_logout_redirect_uris',
  backchannelLogoutUri: 'backchannel_logout_uri',
  application: 'application_type',
  authentication: 'token_endpoint_auth_method',
  jwks: 'jwks',
  jwksUri: 'jwks_uri',
  grants: 'grant_types',
  scopes: 'scope',
  signingAlgorithm: 'id_token_signed_response_alg',
  requirePushedRequests: 'require_pushed_authorization_requests',
  requireSignedRequests: 'require_signed_request_object',
  requireDpop: 'dpop_bound_access_tokens',
}

/** What is wished for, as an administrator would set it; not judged yet. */
export interface Wish {
  readonly name: string
  readonly settings: Readonly<Partial<Record<keyof OidcSettings, unknown>>>
}

/** Throws a `RegistrationRefusal` in the words of RFC 7591 §3.2.2. */
export function readMetadata(body: unknown): Wish {
  const read = metadata.safeParse(withoutNothings(body))
  if (!read.success) throw refusalOf(read.error)
  const said = read.data
  const told = Object.entries(namesThere).flatMap(([ours, theirs]) => {
    const value = (said as Readonly<Record<string, unknown>>)[theirs]
    return value === undefined ? [] : [[ours, value] as const]
  })
  return {
    name: said.client_name,
    settings: {
      ...Object.fromEntries(told),
      grants: said.grant_types.map(ourGrant),
      ...(said.scope === undefined ? {} : { scopes: said.scope.split(' ').filter(Boolean) }),
    },
  }
}

/** The first thing that is wrong, by its name there. */
export function refusalOf({ issues: [issue] }: z.ZodError): RegistrationRefusal {
  const [ours] = issue?.path ?? []
  return refused(String(ours ?? ''), issue?.message ?? 'is not valid')
}

export function refused(setting: string, says: string): RegistrationRefusal {
  const name = namesThere[setting as keyof OidcSettings] ?? setting
  const code = name === 'redirect_uris' ? 'invalid_redirect_uri' : 'invalid_client_metadata'
  return new RegistrationRefusal(400, code, name === '' ? says : `${name}: ${says}`)
}

/** RFC 7592 §2.2: what is null or empty is as if it were not there. */
function withoutNothings(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== ''))
}

function ourGrant(theirs: string): string {
  return Object.entries(grantTypes).find(([, name]) => name === theirs)?.[0] ?? theirs
}
