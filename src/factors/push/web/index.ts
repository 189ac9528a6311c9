import IconDeviceMobile from '@tabler/icons-react/icons/IconDeviceMobile'
import type { FactorScreens } from '../../../../web/kit/factor-screens.ts'
import { EnrolPush } from './enrol.tsx'
import { ManagePush } from './manage.tsx'
import { PushPicture } from './picture.tsx'
import { ProvePush } from './prove.tsx'
import { words } from './words.en.ts'

/** The screens of `push`, on the computer; those of the phone are a page of their own. */
export const screens: FactorScreens = {
  id: 'push',
  words: { en: words },
  Icon: IconDeviceMobile,
  Prove: ProvePush,
  Enrol: EnrolPush,
  Manage: ManagePush,
  Picture: PushPicture,
}
