import type { PhoneScreen } from '../../../../../web/kit/phone-screen.ts'
import { PhonePage } from './phone-page.tsx'
import { words } from './words.en.ts'

/** The page that a phone installs: it holds a key, and answers with it. */
export const phone: PhoneScreen = { id: 'push-phone', words: { en: words }, Page: PhonePage }
