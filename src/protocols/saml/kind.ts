import type { DoorKind } from '../../applications/index.ts'
import { type SamlSettings, samlSettings } from './settings.ts'

/** How applications are connected by SAML: by keys, and so without a shared secret. */
export const samlKind: DoorKind<SamlSettings> = {
  id: 'saml',
  name: 'SAML 2.0',
  settings: samlSettings,
  secret: 'none',
}
