import IconLifebuoy from '@tabler/icons-react/icons/IconLifebuoy'
import type { FactorScreens } from '../../../../web/kit/factor-screens.ts'
import { PaperCodeForm } from '../../../../web/kit/paper-code-form.tsx'
import { ManageRecoveryCodes } from './manage.tsx'
import { RecoveryCodesPicture } from './picture.tsx'
import { RevealRecoveryCodes } from './reveal.tsx'
import { words } from './words.en.ts'

/** The screens of `recovery-codes`. */
export const screens: FactorScreens = {
  id: 'recovery-codes',
  words: { en: words },
  Icon: IconLifebuoy,
  Prove: PaperCodeForm,
  Manage: ManageRecoveryCodes,
  Reveal: RevealRecoveryCodes,
  Picture: RecoveryCodesPicture,
}
