import IconLifebuoy from '@tabler/icons-react/icons/IconLifebuoy'
import type { FactorScreens } from '../../../../web/kit/factor-screens.ts'
import { ManageRecoveryCodes } from './manage.tsx'
import { ProveRecoveryCode } from './prove.tsx'
import { RevealRecoveryCodes } from './reveal.tsx'
import { words } from './words.en.ts'

/** The screens of `recovery-codes`. */
export const screens: FactorScreens = {
  id: 'recovery-codes',
  words: { en: words },
  Icon: IconLifebuoy,
  Prove: ProveRecoveryCode,
  Manage: ManageRecoveryCodes,
  Reveal: RevealRecoveryCodes,
}
