import type { Guide } from '../factor.ts'
import { comparison } from './comparison.ts'
import { ways } from './ways.ts'

/** Teaching text of authenticator apps. */
export const guide: Guide = {
  name: 'Authenticator app',
  summary:
    'An app on your phone shows a new code every half minute. Once it has scanned our picture it needs no network at all.',
  needs:
    'A smartphone, tablet or computer with an authenticator app: Aegis or FreeOTP+ (open source), Google Authenticator, Microsoft Authenticator, 2FAS, Apple’s Passwords, or a password manager such as Bitwarden or KeePassXC.',
  steps: [
    'Install an authenticator app on your phone.',
    'Choose "Authenticator app" here. A QR code appears, shown this once only.',
    'In the app choose "Add" or "+", and scan the QR code. Without a camera type the secret shown beneath it.',
    'Type the code that the app now shows. The set-up is complete when we have accepted it; that code is then used up.',
    'Next time you sign in, open the app and type the code it shows.',
    'Make recovery codes before you need them: a lost phone takes its codes with it.',
  ],
  ways,
  cost: {
    grade: 5,
    why: 'Free: the apps cost nothing and no message is sent. It needs a smartphone, which most people have.',
  },
  ease: {
    grade: 4,
    why: 'Scanning takes a minute and the app works offline, but each sign-in means reading and typing a code.',
  },
  security: {
    grade: 4,
    why: 'Not vulnerable to SIM swapping: the codes are made in the phone and travel over no telephone network. Each works once, for about a minute. A fake page can still ask you for one: a passkey or security key cannot be tricked like that.',
  },
  tips: [
    'Keep the phone on automatic time: a clock that is off makes wrong codes.',
    'When you change phones, set the new one up before you erase the old one, or use an app with encrypted backup.',
    'Type a code only into the page that you opened yourself, and never read one out on the telephone.',
  ],
  troubles: [
    {
      sign: 'The code is refused',
      help: 'Is it the right entry in the app? Wait for the next code and type it at once: each works once and lives for half a minute.',
    },
    {
      sign: 'Every code is refused',
      help: 'The clock of the phone is off. Set it to automatic time in the phone’s settings; in Google Authenticator there is also “Time correction for codes”.',
    },
    {
      sign: 'The picture cannot be scanned',
      help: 'Make it larger, wipe the lens, turn the screen brighter. Or type the letters beneath it into the app.',
    },
    {
      sign: 'Two codes are asked for',
      help: 'That is how we find out how far your clock is off. Type one code, then the one that follows.',
    },
  ],
  whenLost: [
    'Sign in with your password and a recovery code.',
    'Add an authenticator on the new phone, then remove the old one under “My authenticators”.',
    'Stolen? Do it today, and sign out everywhere under “Where I am signed in”.',
    'No recovery codes either? Ask the help desk for an access pass.',
  ],
  comparison,
}
