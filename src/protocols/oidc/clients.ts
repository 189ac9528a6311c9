import type { AdapterPayload } from 'oidc-provider'
import type { Doors } from '../../applications/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import type { SecretBox } from '../../kernel/secret-box.ts'
import { certificateMetadataOf } from './certificates/metadata.ts'
import { oidcKind } from './kind.ts'
import { type OidcSettings, oidcSettings } from './settings.ts'

/** Applications as the protocol calls them. */
export interface Clients {
  /** Of an active application, as it is set now; undefined also where its settings cannot be read, or kept (G6). */
  find(id: string): Promise<AdapterPayload | undefined>
  settingsOf(id: string): Promise<OidcSettings | undefined>
  /** Whether it is one of the living secrets. */
  holdsSecret(id: string, candidate: string): Promise<boolean>
}

export interface ClientsDeps {
  readonly doors: Doors
  readonly box: SecretBox
  /** Where certificates are asked for; undefined: nowhere. */
  readonly mutualTlsUrl?: string | undefined
}

export function openClients({ doors, box, mutualTlsUrl }: ClientsDeps): Clients {
  async function connected(id: string) {
    if (!isId<'application'>(id)) return undefined
    const found = await doors.find(id, oidcKind.id)
    const settings = oidcSettings.safeParse(found?.settings)
    if (!found || !settings.success) return undefined
    // The library would bind its tokens to nothing, and say nothing of it.
    if (settings.data.requireCertificate && mutualTlsUrl === undefined) return undefined
    return { ...found, settings: settings.data }
  }

  return {
    async find(id) {
      const found = await connected(id)
      return found && { ...metadataOf(found), ...placeholder(box, id, found.settings) }
    },
    settingsOf: async (id) => (await connected(id))?.settings,
    holdsSecret: async (id, candidate) =>
      isId<'application'>(id) && (await doors.secrets.matches(id, oidcKind.id, candidate)),
  }
}

/** Grants as the protocol calls them. */
export const grantTypes = {
  authorization_code: 'authorization_code',
  refresh_token: 'refresh_token',
  device_code: 'urn:ietf:params:oauth:grant-type:device_code',
  client_credentials: 'client_credentials',
} as const

interface Connected {
  readonly application: { readonly id: Id<'application'>; readonly name: string }
  readonly settings: OidcSettings
}

/** In the words of RFC 7591 and its relatives. */
export function metadataOf({ application, settings }: Connected): AdapterPayload {
  const flows = settings.grants.includes('authorization_code')
  return {
    client_id: application.id,
    client_name: application.name,
    application_type: settings.application,
    redirect_uris: flows ? settings.redirectUris : [],
    post_logout_redirect_uris: settings.postLogoutRedirectUris,
    response_types: flows ? ['code'] : [],
    grant_types: settings.grants.map((grant) => grantTypes[grant]),
    token_endpoint_auth_method: settings.authentication,
    fapi2: settings.fapi2,
    id_token_signed_response_alg: settings.fapi2 ? 'ES256' : settings.signingAlgorithm,
    scope: settings.scopes.join(' '),
    pkce: settings.fapi2 || settings.authentication === 'none' ? 'required' : settings.pkce,
    require_pushed_authorization_requests: settings.fapi2 || settings.requirePushedRequests,
    require_signed_request_object: settings.requireSignedRequests,
    dpop_bound_access_tokens: settings.fapi2 || settings.requireDpop,
    ...certificateMetadataOf(settings),
    ...(settings.jwks ? { jwks: settings.jwks } : {}),
    ...(settings.jwksUri ? { jwks_uri: settings.jwksUri } : {}),
    ...(settings.backchannelLogoutUri
      ? { backchannel_logout_uri: settings.backchannelLogoutUri, backchannel_logout_session_required: true }
      : {}),
  }
}

/** The library wants to hold a secret; it gets one that nobody knows, and never compares with it. */
function placeholder(box: SecretBox, id: string, { authentication }: OidcSettings) {
  if (!authentication.startsWith('client_secret')) return {}
  return { client_secret: Buffer.from(box.mac('oidc client', Buffer.from(id))).toString('base64url') }
}
