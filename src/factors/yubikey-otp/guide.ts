import type { Guide } from '../factor.ts'
import { comparison } from './comparison.ts'

/** Teaching text of YubiKeys that type one-time passwords. */
export const guide: Guide = {
  name: 'YubiKey one-time password',
  summary:
    'A small key that you plug in and touch. It types a long password that is good once, as if it were a keyboard.',
  needs:
    'A YubiKey that your administrator has prepared, and a computer with a free USB port. No phone, no battery, no software.',
  steps: [
    'Choose "YubiKey one-time password" here, and plug the key in.',
    'Click into the empty field, and touch the gold spot on the key for a moment. It types 44 letters and presses Enter.',
    'That is all: the key is yours from now on, and this touch is used up.',
    'Next time you sign in, click into the field and touch the key.',
    'Set up a second key or recovery codes, and keep them somewhere else.',
  ],
  cost: {
    grade: 3,
    why: 'A key costs about as much as a good lunch for two, once; it needs no battery and lasts for years. Nothing is paid for a sign-in.',
  },
  ease: {
    grade: 4,
    why: 'One touch and nothing to read or type. But it must be at hand, and the cursor must stand in the right field.',
  },
  security: {
    grade: 4,
    why: 'Its secret never leaves it, and each touch is good once. But a false page can ask for a touch as well: the same key as a passkey or security key cannot be tricked like that.',
  },
  tips: [
    'If a touch is refused, touch again. If that is refused as well, pull the key out, plug it in and touch it once more.',
    'Touched by chance, it types its letters wherever the cursor stands. They open nothing without your password, but touch the key at the right page soon after: that makes them worthless.',
    'Lost? Sign in with your other way, report it on your own page or to the help desk, and it is refused from then on.',
    'Most YubiKeys can also be a security key, which is safer still. Ask whether yours is.',
  ],
  troubles: [
    {
      sign: 'Nothing is typed',
      help: 'The cursor must stand in the field. Touch the metal for a moment; for the second slot touch it for three seconds.',
    },
    {
      sign: 'The letters are refused',
      help: 'Touch again. If that is refused as well, pull the key out, plug it in, touch once.',
    },
    {
      sign: '“This key is not known here”',
      help: 'It was not prepared for this site. Ask whoever gave it to you.',
    },
  ],
  whenLost: [
    'Sign in another way and report it under “My authenticators”, or call the help desk. It is refused from then on.',
    'Use your second key, or ask for a new one.',
  ],
  comparison,
}
