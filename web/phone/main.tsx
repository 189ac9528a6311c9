import { start } from '../kit/start.tsx'
import { kitWords } from '../kit/words.en.ts'
import { startWords } from '../kit/words.ts'
import { phoneScreens } from '../phones.ts'
import { PhoneFrame } from './phone-frame.tsx'

startWords({
  kit: { en: kitWords },
  ...Object.fromEntries(phoneScreens.map(({ id, words }) => [id, words])),
})
start(<PhoneFrame />)
