import type { ApplicationTemplate } from '../../../applications/index.ts'
import { paths } from './routes.ts'
import type { EntraSettings } from './settings.ts'

/** Microsoft's side of it, step by step. */
export const entraTemplates: readonly ApplicationTemplate<EntraSettings>[] = [
  {
    id: 'entra-id',
    name: 'Microsoft Entra ID, external method',
    about: 'Second factors for everything that signs in at Microsoft',
    vouches: true,
    asks: ['tenant', 'registration', 'people'],
    settings: () => ({}),
    steps: [
      {
        text: 'Before this: entra.microsoft.com, App registrations, New registration, accounts of this directory only, with this redirect URI of type Web. Its two ids are asked for here.',
        paste: ({ baseUrl }) => `${baseUrl}${paths.authorize}`,
      },
      'API permissions of the registration: openid and profile of Microsoft Graph, delegated; then Grant admin consent.',
      {
        text: 'Entra ID, Authentication methods, Policies, Add external method, with these values; then switch it on for a small group.',
        paste: ({ baseUrl, applicationId, settings }) =>
          [
            `Client ID: ${applicationId}`,
            `Discovery Endpoint: ${baseUrl}${paths.discovery}`,
            `App ID: ${settings.registration}`,
          ].join('\n'),
      },
      'Conditional Access: a policy for that group that grants access with Require multifactor authentication. Authentication strengths are not met by external methods.',
      'People: provision them here by SCIM with a key of this application, and map objectId to externalId; or set people to by-name, and everybody is linked when they first show a second factor that they have here.',
      'For administrators of the tenant keep a way in that does not lead through here.',
    ],
  },
]
