import IconMail from '@tabler/icons-react/icons/IconMail'
import type { FactorScreens } from '../../../../web/kit/factor-screens.ts'
import { EmailCodeAddress } from './address.tsx'
import { EnrolEmailCode, ProveEmailCode } from './code.tsx'
import { ManageEmailCode } from './manage.tsx'
import { EmailPicture } from './picture.tsx'
import { words } from './words.en.ts'

/** The screens of `email-code`. */
export const screens: FactorScreens = {
  id: 'email-code',
  words: { en: words },
  Icon: IconMail,
  Prove: ProveEmailCode,
  EnrolOptions: EmailCodeAddress,
  Enrol: EnrolEmailCode,
  Manage: ManageEmailCode,
  Picture: EmailPicture,
}
