import type { DoorKind } from '../../applications/index.ts'
import { registrationLimits } from './registration/limits.ts'
import { issuerOf } from './routes.ts'
import { type OidcSettings, oidcSettings } from './settings.ts'
import { oidcTemplates } from './templates.ts'

/** How applications are connected by OpenID Connect. Their secrets are only ever compared. */
export const oidcKind: DoorKind<OidcSettings> = {
  id: 'oidc',
  name: 'OpenID Connect',
  settings: oidcSettings,
  secret: 'hashed',
  sharesSecret: ({ authentication }) => authentication.startsWith('client_secret'),
  registrationLimits,
  templates: oidcTemplates,
  shows: ({ baseUrl, applicationId }) => [
    { label: 'Issuer', value: issuerOf(baseUrl) },
    { label: 'Discovery', value: `${issuerOf(baseUrl)}/.well-known/openid-configuration` },
    { label: 'Client ID', value: applicationId },
  ],
}
