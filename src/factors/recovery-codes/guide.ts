import type { Guide } from '../factor.ts'
import { comparison } from './comparison.ts'

/** Teaching text of recovery codes. */
export const guide: Guide = {
  name: 'Recovery codes',
  summary:
    'Ten codes on paper or in a password manager. When your phone or key is lost or broken, one of them and your password let you set up another.',
  needs: 'A printer, pen and paper, or a password manager. No phone, no network on your side.',
  steps: [
    'Choose "Recovery codes" and make a new set. You need another second factor first.',
    'Print the ten codes, write them down or save them in your password manager. They are shown only once.',
    'Keep them apart from your phone and your key: whoever loses the bag should not lose both.',
    'When your phone or key is lost: sign in with your password, press "Try another way", choose "Recovery codes" and type any code that you have not used yet. Capitals, spaces and hyphens do not matter. Then set up another phone or key, and sign in with that.',
    'Cross out the code that you used. When few are left, make a new set: the old codes stop working at once.',
  ],
  cost: { grade: 5, why: 'Free: nothing to buy, nothing to send.' },
  ease: {
    grade: 3,
    why: 'Nothing to install, but the codes are long, must be kept somewhere safe, and run out.',
  },
  security: {
    grade: 3,
    why: 'Each code works once and cannot be guessed, and we keep only a hash of it. A fake page can still ask you for one, and paper can be copied unseen.',
  },
  tips: [
    'They are for emergencies: a code does not sign you in, it lets you replace what you lost.',
    'Nobody who helps you will ask for a recovery code. Do not read one out on the telephone.',
    'If you think that someone has seen the list, make a new set now.',
  ],
  troubles: [
    {
      sign: 'A code is refused',
      help: 'Each works once: take one that is not crossed out. Codes of an older set stopped working when you made a new one.',
    },
    {
      sign: 'It cannot be read',
      help: 'The letters are chosen so that none looks like another: there is no O, no I and no L. Try the next code.',
    },
    { sign: 'Few are left', help: 'Make a new set before the last is gone. We remind you from three on.' },
  ],
  whenLost: [
    'Make a new set at once: the old codes stop working, on paper, too.',
    'Cannot sign in any more? Ask the help desk. They make sure that it is you.',
  ],
  comparison,
}
