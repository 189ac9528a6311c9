import IconFingerprint from '@tabler/icons-react/icons/IconFingerprint'
import type { FactorScreens } from '../../../../web/kit/factor-screens.ts'
import { drawings } from './drawings.tsx'
import { EnrolWebauthn } from './enrol.tsx'
import { ManageWebauthn } from './manage.tsx'
import { OpenWebauthn } from './open.tsx'
import { WebauthnPicture } from './picture.tsx'
import { ProveWebauthn } from './prove.tsx'
import { forget, keepInStep } from './signals.ts'
import { words } from './words.en.ts'

/** The screens of `webauthn`. */
export const screens: FactorScreens = {
  id: 'webauthn',
  words: { en: words },
  Icon: IconFingerprint,
  Prove: ProveWebauthn,
  Open: OpenWebauthn,
  autofill: 'webauthn',
  Enrol: EnrolWebauthn,
  Manage: ManageWebauthn,
  keepInStep,
  forget,
  Picture: WebauthnPicture,
  drawings,
}
