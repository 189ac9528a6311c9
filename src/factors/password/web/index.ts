import IconLock from '@tabler/icons-react/icons/IconLock'
import type { FactorScreens } from '../../../../web/kit/factor-screens.ts'
import { EnrolPassword } from './enrol.tsx'
import { ManagePassword } from './manage.tsx'
import { PasswordPicture } from './picture.tsx'
import { ProvePassword } from './prove.tsx'
import { RenewPassword } from './renew.tsx'
import { words } from './words.en.ts'

/** The screens of `password`. */
export const screens: FactorScreens = {
  id: 'password',
  words: { en: words },
  Icon: IconLock,
  Prove: ProvePassword,
  Enrol: EnrolPassword,
  Renew: RenewPassword,
  Manage: ManagePassword,
  Picture: PasswordPicture,
}
