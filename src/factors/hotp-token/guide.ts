import type { Guide } from '../factor.ts'
import { comparison } from './comparison.ts'

/** Teaching text of hardware tokens. */
export const guide: Guide = {
  name: 'Hardware token',
  summary:
    'A small device with a display shows a code: at the press of a button, every half minute, or in answer to a question that you type into it. It needs no phone, no network and no computer.',
  needs:
    'A token that your organisation has bought and handed out to you. Its serial number is printed on its back.',
  steps: [
    'Take the token that you were given, and find the serial number on its back.',
    'Choose "Hardware token" here and type the serial number. Spaces and hyphens do not matter.',
    'Type the code that the token shows. With keys on it, type the question that you see here into the token first.',
    'If that does not fit, the token has run ahead in its box: type two codes, one after the other.',
    'Where your organisation asks for a PIN, choose one. From then on you type it right before each code.',
    'Next time you sign in, take a fresh code from the token.',
  ],
  cost: {
    grade: 2,
    why: 'Some 10 to 25 euros each, and as much again to hand out, to replace and to answer questions. A battery lasts three to seven years, and is not changed.',
  },
  ease: {
    grade: 3,
    why: 'Nothing to install, and it works everywhere. It must be carried, read and typed, and a forgotten one is a locked door.',
  },
  security: {
    grade: 4,
    why: 'Nothing on it can be infected or read out. Its secret came in a file from its maker: who has that file has every token. A false page can still ask you for a code.',
  },
  tips: [
    'Do not play with the button: a token that was pressed many times over must be matched again, with two codes in a row.',
    'If it is lost or stolen, say so at once, here under your authenticators or at the help desk.',
    'When its battery goes weak, the display fades. Ask for a new token before it is dark.',
    'Never read a code out on the telephone, and type it only into the page that you opened yourself.',
  ],
  troubles: [
    {
      sign: 'Codes are refused',
      help: 'The token was pressed many times, or its clock is off: sign in another way and match it under “My authenticators”, with two codes in a row. The help desk can do it as well.',
    },
    {
      sign: 'The display stays dark',
      help: 'Press the button for a second. If it stays dark, the battery is empty: ask for a new token.',
    },
    {
      sign: 'A PIN is asked for',
      help: 'Type it right before the code, without a space. Forgotten? The help desk can take it off.',
    },
    {
      sign: 'The serial number is not known',
      help: 'Look again: 8 and B, 0 and O. If it was never yours, ask whoever handed it out.',
    },
  ],
  whenLost: [
    'Sign in another way and report it under “My authenticators”, or call the help desk. It is refused from then on.',
    'Ask for a new one. Recovery codes or an access pass bridge the time.',
  ],
  comparison,
}
