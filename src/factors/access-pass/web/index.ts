import IconTicket from '@tabler/icons-react/icons/IconTicket'
import type { FactorScreens } from '../../../../web/kit/factor-screens.ts'
import { PaperCodeForm } from '../../../../web/kit/paper-code-form.tsx'
import { HandOutPass } from './hand-out.tsx'
import { AccessPassPicture } from './picture.tsx'
import { RevealPass } from './reveal.tsx'
import { words } from './words.en.ts'

/** The screens of `access-pass`. */
export const screens: FactorScreens = {
  id: 'access-pass',
  words: { en: words },
  Icon: IconTicket,
  Prove: PaperCodeForm,
  HandOut: HandOutPass,
  Reveal: RevealPass,
  Picture: AccessPassPicture,
}
