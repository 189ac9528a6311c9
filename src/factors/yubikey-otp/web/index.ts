import IconUsb from '@tabler/icons-react/icons/IconUsb'
import type { FactorScreens } from '../../../../web/kit/factor-screens.ts'
import { EnrolYubikey } from './enrol.tsx'
import { ManageYubikey } from './manage.tsx'
import { YubikeyPicture } from './picture.tsx'
import { ProveYubikey } from './prove.tsx'
import { words } from './words.en.ts'

/** The screens of `yubikey-otp`. */
export const screens: FactorScreens = {
  id: 'yubikey-otp',
  words: { en: words },
  Icon: IconUsb,
  Prove: ProveYubikey,
  Enrol: EnrolYubikey,
  Manage: ManageYubikey,
  Picture: YubikeyPicture,
}
