import type { Guide } from '../factor.ts'
import { comparison } from './comparison.ts'

/** Teaching text of phones that approve. */
export const guide: Guide = {
  name: 'Approval on your phone',
  summary:
    'When you sign in, your phone shows who wants in, from where and to what. You type the number from the other screen, and you are in.',
  needs:
    'A smartphone with a browser of today and a network. Nothing comes from a store: the phone installs a page of ours.',
  steps: [
    'Choose “Approval on your phone” here. A picture appears, good for one phone.',
    'Scan it with the camera of your phone and open the link. On an iPhone copy the link there, add the page to the home screen, open it from there and paste the link: an iPhone rings only for what is on its home screen, and a key stays where it was made.',
    'Give the phone a name and press “Use this phone”. It makes a key that never leaves it.',
    'The phone shows a number. Type it here, where the picture was.',
    'On the phone allow notifications, and it rings from now on.',
    'Next time you sign in, open the notification, read what it says, and type the number that the other screen shows.',
  ],
  cost: {
    grade: 5,
    why: 'Free: no application to buy and no message to pay. It needs a smartphone, which most people have.',
  },
  ease: {
    grade: 4,
    why: 'The phone rings by itself and says what it is about; six digits are typed. It needs a network.',
  },
  security: {
    grade: 4,
    why: 'The phone signs what it shows with a key that cannot be copied, and nobody can approve without the number on the other screen. A false page that stands between you and us can still show you that number: a passkey or security key cannot be tricked like that.',
  },
  tips: [
    'Approve only what you have begun yourself, and read what the phone says: to what, from where, on which device.',
    'A question that you did not begin means that somebody knows your password. Press “This was not me”, and change it.',
    'When you change phones, set the new one up before you erase the old one.',
  ],
  troubles: [
    {
      sign: 'The phone does not ring',
      help: 'Open the page on the phone by hand: it asks by itself. Were notifications allowed? On an iPhone the phone must have been set up in the page on the home screen.',
    },
    {
      sign: 'The number was wrong',
      help: 'That ends the question, so that nobody can try. Ask again on the other screen: it shows a new number.',
    },
    {
      sign: 'The phone says that it is not known here',
      help: 'It was removed, or locked after “This was not me”, or the browser has deleted its data. Sign in another way and set it up anew.',
    },
    {
      sign: 'It says that my phone was asked too often',
      help: 'After several questions without a good answer there is a pause, so that nobody can wear you down. Wait, or sign in another way.',
    },
    {
      sign: 'The picture opens in the wrong browser',
      help: 'The key stays in the browser that opened it. Use the one that you always use, and no private window.',
    },
  ],
  whenLost: [
    'Sign in with your password and another way, or with a recovery code, and report the phone lost under “My authenticators”.',
    'It can approve nothing from that moment on.',
    'Add the new phone, then remove the old one.',
    'No other way left? Ask the help desk for an access pass.',
  ],
  comparison,
}
