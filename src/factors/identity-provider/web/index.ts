import IconBuilding from '@tabler/icons-react/icons/IconBuilding'
import type { FactorScreens } from '../../../../web/kit/factor-screens.ts'
import { ChooseProvider, EnrolIdentityProvider } from './enrol.tsx'
import { OpenIdentityProvider } from './open.tsx'
import { IdentityProviderPicture } from './picture.tsx'
import { ProveIdentityProvider } from './prove.tsx'
import { TieIdentityProvider } from './tie.tsx'
import { words } from './words.en.ts'

/** The screens of `identity-provider`. */
export const screens: FactorScreens = {
  id: 'identity-provider',
  words: { en: words },
  Icon: IconBuilding,
  Prove: ProveIdentityProvider,
  Open: OpenIdentityProvider,
  EnrolOptions: ChooseProvider,
  Enrol: EnrolIdentityProvider,
  Picture: IdentityProviderPicture,
  Tie: TieIdentityProvider,
}
