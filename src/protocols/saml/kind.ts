import type { DoorKind } from '../../applications/index.ts'
import { addressesAt } from './addresses.ts'
import { paths } from './routes.ts'
import { type SamlSettings, samlSettings } from './settings.ts'
import { samlTemplates } from './templates.ts'

/** How applications are connected by SAML: by keys, and so without a shared secret. */
export const samlKind: DoorKind<SamlSettings> = {
  id: 'saml',
  name: 'SAML 2.0',
  settings: samlSettings,
  secret: 'none',
  signsOutAt: paths.signOut,
  templates: samlTemplates,
  shows({ baseUrl, applicationId }) {
    const { entityId, signOn, logout } = addressesAt(baseUrl)
    return [
      { label: 'Metadata, and our entity ID', value: entityId },
      { label: 'Sign-on address', value: signOn },
      { label: 'Sign-out address', value: logout },
      { label: 'Address that begins here', value: `${baseUrl}${paths.start}/${applicationId}` },
    ]
  },
}
