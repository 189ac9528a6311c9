import type { Guide } from '../factor.ts'
import { comparison } from './comparison.ts'

/** Teaching text of access passes. */
export const guide: Guide = {
  name: 'Access pass',
  summary:
    'A code that your administrator hands you for an hour: to set up your first second factor, or to replace a lost one.',
  needs: 'An administrator or help desk who knows that you are you.',
  steps: [
    'Ask your help desk for a pass. They check who you are, and hand it to you in person or on the telephone.',
    'Sign in with your name and password, and type the pass where a second step is asked for.',
    'Set up what you will sign in with from now on. The pass opens this one page and nothing else.',
    'Once it is used, or its time is over, it is worth nothing.',
  ],
  cost: { grade: 4, why: 'Nothing to buy; it takes some minutes of the help desk.' },
  ease: { grade: 4, why: 'One code to type, once. Somebody must be there to hand it out.' },
  security: {
    grade: 3,
    why: 'It lives for an hour, opens only the page where a factor is set up, and is on record with who made it and why. It is as safe as the way in which it is handed over.',
  },
  tips: [
    'Never send a pass by the mailbox that it shall give access to.',
    'Nobody from the help desk asks you to read a pass back to them.',
    'If you did not ask for a pass and hear that one was made, tell your administrator at once.',
  ],
  troubles: [
    {
      sign: 'It is refused',
      help: 'It has a time from which and until which it counts, and most are good once. Ask whoever gave it to you.',
    },
    {
      sign: 'Where to type it',
      help: 'Sign in with your name and password first; then choose “Access pass”.',
    },
  ],
  whenLost: ['Tell whoever gave it to you: they withdraw it and make a new one.'],
  comparison,
}
