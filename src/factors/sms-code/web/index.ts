import IconDeviceMobileMessage from '@tabler/icons-react/icons/IconDeviceMobileMessage'
import type { FactorScreens } from '../../../../web/kit/factor-screens.ts'
import { EnrolSmsCode, ProveSmsCode } from './code.tsx'
import { ManageSmsCode } from './manage.tsx'
import { SmsCodeNumber } from './number.tsx'
import { SmsPicture } from './picture.tsx'
import { words } from './words.en.ts'

/** The screens of `sms-code`. */
export const screens: FactorScreens = {
  id: 'sms-code',
  words: { en: words },
  Icon: IconDeviceMobileMessage,
  Prove: ProveSmsCode,
  EnrolOptions: SmsCodeNumber,
  Enrol: EnrolSmsCode,
  Manage: ManageSmsCode,
  Picture: SmsPicture,
}
