import IconId from '@tabler/icons-react/icons/IconId'
import type { FactorScreens } from '../../../../web/kit/factor-screens.ts'
import { EnrolSmartCard } from './enrol.tsx'
import { ManageSmartCard } from './manage.tsx'
import { SmartCardPicture } from './picture.tsx'
import { ProveSmartCard } from './prove.tsx'
import { words } from './words.en.ts'

/** The screens of `smart-card`. */
export const screens: FactorScreens = {
  id: 'smart-card',
  words: { en: words },
  Icon: IconId,
  Prove: ProveSmartCard,
  Enrol: EnrolSmartCard,
  Manage: ManageSmartCard,
  Picture: SmartCardPicture,
}
