import IconCalculator from '@tabler/icons-react/icons/IconCalculator'
import type { FactorScreens } from '../../../../web/kit/factor-screens.ts'
import { EnrolToken } from './enrol.tsx'
import { HelpToken } from './help.tsx'
import { ManageToken } from './manage.tsx'
import { TokenPicture } from './picture.tsx'
import { ProveToken } from './prove.tsx'
import { words } from './words.en.ts'

/** The screens of `hotp-token`. */
export const screens: FactorScreens = {
  id: 'hotp-token',
  words: { en: words },
  Icon: IconCalculator,
  Prove: ProveToken,
  Enrol: EnrolToken,
  Manage: ManageToken,
  Help: HelpToken,
  Picture: TokenPicture,
}
