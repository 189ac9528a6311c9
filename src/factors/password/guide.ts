import type { Guide } from '../factor.ts'
import { comparison } from './comparison.ts'

/** Teaches what a good password is and who should remember it (article, step 3). */
export const guide: Guide = {
  name: 'Password',
  summary:
    'A secret that only you know. It opens the first of the two doors; another factor opens the second.',
  needs: 'Nothing but your memory, or better: a password manager.',
  steps: [
    'Let your password manager make a long random password, or join four or more words that do not belong together.',
    'Type or paste it here. We tell you when it is too short, too common, or known from stolen data, and why.',
    'Save it in your password manager. Do not keep it in a note, a mail or a chat.',
    'Add a second factor: a stolen password alone then opens nothing.',
  ],
  cost: { grade: 5, why: 'Free. Forgotten passwords cost some help desk time.' },
  ease: {
    grade: 3,
    why: 'Everyone knows how, but good ones are hard to remember without a password manager.',
  },
  security: {
    grade: 1,
    why: 'Can be guessed, stolen, reused and given away to a false page. Never enough alone.',
  },
  tips: [
    'One password for one place: what is stolen elsewhere is tried here within hours.',
    'Length beats symbols. "correct horse battery staple" shows the idea; do not use that one.',
    'Spaces, accents and any script are welcome. No symbol or digit is ever demanded.',
    'A password manager fills in only on the right site. If it does not offer to, look at the address.',
    'You need not change it every few months. Change it at once when someone else may know it.',
    'Nobody of ours will ever ask for it, on the telephone or by mail.',
  ],
  troubles: [
    {
      sign: 'It is refused, though it is right',
      help: 'Is the Caps Lock light on? Is the keyboard set to another language? Type it where you can see it, with the eye beside the field.',
    },
    {
      sign: 'A new one is not taken',
      help: 'The page says why: too short, too common, or known from a theft. Let a password manager make one.',
    },
    {
      sign: '“Please wait”',
      help: 'There were several wrong tries, perhaps not yours. Wait as long as it says; more tries make it longer.',
    },
  ],
  whenLost: [
    'Forgotten? Choose “Forgot your password?” where you sign in. Where you are offered no link, or none arrives, ask the help desk: they make sure that it is you, and hand you a way to choose a new one.',
    'Somebody else may know it? Change it at once, here and wherever else you used it, and sign out everywhere under “Where I am signed in”.',
  ],
  comparison,
}
