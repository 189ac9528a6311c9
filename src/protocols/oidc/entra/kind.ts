import type { DoorKind } from '../../../applications/index.ts'
import { redirectUriOf } from './clouds.ts'
import { paths } from './routes.ts'
import { door, type EntraSettings, entraSettings } from './settings.ts'
import { entraTemplates } from './templates.ts'

/** How a tenant of Microsoft Entra ID is connected that has us as external authentication method. */
export const entraKind: DoorKind<EntraSettings> = {
  id: door,
  name: 'Microsoft Entra ID, external method',
  settings: entraSettings,
  // Each knows the other by its keys.
  secret: 'none',
  vouched: true,
  templates: entraTemplates,
  shows: ({ baseUrl, applicationId, settings }) => [
    { label: 'Client ID', value: applicationId },
    { label: 'Discovery endpoint', value: `${baseUrl}${paths.discovery}` },
    { label: 'App ID', value: settings.registration },
    { label: 'Redirect URI of the app registration', value: `${baseUrl}${paths.authorize}` },
    { label: 'Answers go to', value: redirectUriOf(settings) },
  ],
}
