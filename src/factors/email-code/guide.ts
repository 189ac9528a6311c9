import type { Guide } from '../factor.ts'
import { comparison } from './comparison.ts'

/** Teaching text of codes by mail. */
export const guide: Guide = {
  name: 'Code by e-mail',
  summary:
    'When your phone or key is lost, a code to your mailbox and your password let you set up a new one. It is a way back, not a way to sign in.',
  needs:
    'An address that you have confirmed under your contacts, unchanged for seven days, and a second factor.',
  steps: [
    'Confirm your address under “My contacts”, and wait seven days.',
    'Choose “Code by e-mail” here. A code arrives within a minute.',
    'Type it here. From now on the mailbox can let you back in.',
    'On the bad day sign in with your password, and choose “Code by e-mail”. You then replace what was lost, and sign in with the new one.',
  ],
  cost: { grade: 5, why: 'Free for you, and next to nothing for whoever runs this.' },
  ease: { grade: 4, why: 'Nothing to install or to keep. You must be able to open your mailbox.' },
  security: {
    grade: 1,
    why: 'Whoever reads your mailbox and knows your password gets in. Often one password opens both. Standards do not let it count as a factor, and neither do we.',
  },
  tips: [
    'Protect the mailbox with a second factor of its own, and with another password than this one.',
    'Do not use a mailbox that you can open only with the phone that may be lost.',
    'If a code comes that you did not ask for, somebody knows your password: change it.',
    'Recovery codes on paper are the better way back. Keep them, too.',
  ],
  troubles: [
    {
      sign: 'No code arrives',
      help: 'Look among the unwanted mail. Wait a minute before you ask for a new one; only the newest counts.',
    },
    {
      sign: 'It says that your address must be confirmed',
      help: 'It was added or changed less than seven days ago, or never confirmed. Look under “My contacts”.',
    },
    {
      sign: 'The code is refused',
      help: 'It lives for ten minutes and works once, in the browser that asked for it.',
    },
  ],
  whenLost: [
    'Sign in with your second factor, and remove the mailbox under “My authenticators” and under “My contacts”.',
    'Add your new address, and confirm it. After seven days it can be set up here.',
    'Neither mailbox nor factor? Use a recovery code, or ask the help desk for an access pass.',
  ],
  comparison,
}
