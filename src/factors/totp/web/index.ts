import IconDeviceMobile from '@tabler/icons-react/icons/IconDeviceMobile'
import type { FactorScreens } from '../../../../web/kit/factor-screens.ts'
import { drawings } from './drawings.tsx'
import { EnrolTotp } from './enrol.tsx'
import { ManageTotp } from './manage.tsx'
import { TotpPicture } from './picture.tsx'
import { ProveTotp } from './prove.tsx'
import { words } from './words.en.ts'

/** The screens of `totp`. */
export const screens: FactorScreens = {
  id: 'totp',
  words: { en: words },
  Icon: IconDeviceMobile,
  Prove: ProveTotp,
  Enrol: EnrolTotp,
  Manage: ManageTotp,
  Picture: TotpPicture,
  drawings,
}
