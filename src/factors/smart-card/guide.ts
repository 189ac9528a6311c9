import type { Guide } from '../factor.ts'
import { comparison } from './comparison.ts'

/** Teaching text of smart cards. */
export const guide: Guide = {
  name: 'Smart card',
  summary:
    'Put your card into the reader and type its PIN. The card signs you in with a key that never leaves it, and on this site only.',
  needs:
    'A card, token or identity card with a certificate from an authority that is trusted here, a reader, and a computer that knows the card.',
  steps: [
    'Put the card into the reader. The first time, wait until your computer has found it.',
    'Choose "Smart card" here, and press the button. Your browser asks which certificate to use.',
    'Choose the one for signing in; some cards hold a second one for signing documents.',
    'Type the PIN of the card where you are asked.',
    'Next time you sign in, do the same. Take the card with you when you leave.',
  ],
  cost: {
    grade: 2,
    why: 'A card and a reader cost about 35 dollars, and somebody must issue and renew the cards. It costs little where you have such a card anyway.',
  },
  ease: {
    grade: 3,
    why: 'Card in, PIN, done. But it needs a reader and its driver, and is of little use with a phone.',
  },
  security: {
    grade: 5,
    why: 'Cannot be phished: the card answers this site only. Its key cannot be copied, a thief needs the PIN, and a few wrong PINs block the card.',
  },
  tips: [
    'Take the card out when you are done. While it is in the reader and unlocked, a program on the computer can use it.',
    'Certificates run out after some years. Renew in time, and add the new one before the old one ends.',
    'Set up a second way, such as recovery codes: a card stays at home sooner or later.',
  ],
  troubles: [
    {
      sign: 'The browser does not ask for a certificate',
      help: 'It remembers what it was answered before. Close all of its windows, put the card in, and begin again.',
    },
    {
      sign: 'My card is not in the list',
      help: 'The computer has not found it: take it out, put it in again, wait for the light. Firefox needs the module of the card in its settings, under security devices.',
    },
    {
      sign: '“This certificate is not for signing in”',
      help: 'You have chosen the one for signing documents or mail. Close all windows of the browser, begin again, choose the other one.',
    },
    {
      sign: 'The PIN is refused',
      help: 'Stop before the last try: then the card is blocked. Whoever issued it can unblock it, often with a second number called PUK.',
    },
    {
      sign: '“Whether this card is still good cannot be found out just now”',
      help: 'The authority cannot be reached. Try again later, or sign in another way.',
    },
  ],
  whenLost: [
    'Tell whoever issued the card at once: they revoke it, everywhere.',
    'Sign in another way and report it under “My authenticators”, or call the help desk. It is refused here from then on.',
    'Add the new card when you have it.',
  ],
  comparison,
}
