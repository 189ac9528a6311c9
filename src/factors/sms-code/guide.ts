import type { Guide } from '../factor.ts'
import { comparison } from './comparison.ts'

/** Teaching text of codes by text message. */
export const guide: Guide = {
  name: 'Text message',
  summary:
    'We send a code to your mobile phone each time you sign in. It works on any phone, and it is the weakest of our second factors.',
  needs: 'A mobile phone with a number of your own, and reception where you sign in.',
  steps: [
    'Choose “Text message” here, and type your mobile number.',
    'A code arrives within seconds. Type it here; on many phones it is offered above the keyboard.',
    'Next time you sign in, a new code is sent to the same number.',
    'Set up a second way as well, such as an authenticator app or recovery codes: numbers get lost with phones and contracts.',
  ],
  cost: {
    grade: 2,
    why: 'Free for you; each message costs whoever runs this between one and ten cents, at each sign-in.',
  },
  ease: {
    grade: 4,
    why: 'Nothing to install, and everybody knows it. It needs reception: no code arrives in a cellar, in a plane, and often not abroad.',
  },
  security: {
    grade: 2,
    why: 'Better than a password alone, and no more: criminals talk networks into moving a number to their own SIM card, the telephone network can be listened in on, and a fake page can ask for the code. Standards call it restricted.',
  },
  tips: [
    'If your phone suddenly has no network for long, call your network operator: your number may have been moved to another SIM card.',
    'Ask your operator for a PIN or a lock against moving your number.',
    'Hide message previews on the lock screen, or whoever holds your phone reads the code without unlocking it.',
    'Never read a code out on the telephone. We do not call for it.',
    'A new number is a new set-up: add it here before you give the old one back.',
  ],
  troubles: [
    {
      sign: 'No code arrives',
      help: 'Is there reception? Wait a minute before you ask for a new one; only the newest counts. Some networks hold messages back for minutes.',
    },
    {
      sign: 'The code is refused',
      help: 'It lives for a few minutes and works once. Only the newest code counts, and only in the browser that asked for it.',
    },
    {
      sign: 'It says that messages cannot go out',
      help: 'Take another way to sign in; whoever runs this has been told.',
    },
  ],
  whenLost: [
    'Call your network operator and have the number blocked: a found phone shows messages.',
    'Sign in another way and remove the number under “My authenticators”.',
    'A new SIM card with the same number works again at once; a new number is set up anew.',
  ],
  comparison,
}
