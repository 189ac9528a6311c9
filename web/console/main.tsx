import { RouterProvider } from '@tanstack/react-router'
import { attemptWords } from '../attempt/words.en.ts'
import { enrolmentWords } from '../enrolment/words.en.ts'
import { factorWords } from '../factors.ts'
import { start } from '../kit/start.tsx'
import { kitWords } from '../kit/words.en.ts'
import { startWords } from '../kit/words.ts'
import { stepUpWords } from '../step-up/words.en.ts'
import { router } from './router.ts'
import { consoleWords } from './words.en.ts'

startWords({
  kit: { en: kitWords },
  console: { en: consoleWords },
  attempt: { en: attemptWords },
  enrolment: { en: enrolmentWords },
  'step-up': { en: stepUpWords },
  ...factorWords(),
})
start(<RouterProvider router={router} />)
