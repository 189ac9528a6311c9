/** The words of hardware tokens. */
export const messages = {
  off: 'Hardware tokens are not handed out here.',
  refused: 'That code was not accepted. Take the next one from your token and try again.',
  'type-two':
    'That does not fit. Check the serial number, and type two codes of the token: the one that it shows now, and the one after it.',
  'answers-only': 'This token answers questions. It has nothing to match: ask for a new question instead.',
  'clock-off':
    'The clock of your token is about {seconds} seconds off. Nobody can set it: ask for another token before its codes are refused.',
  battery: 'The battery of your token is thought to last until {day}. Ask for a new token in time.',
  'battery-empty': 'Its battery is thought to be empty then.',
  'pin-missing': 'Your token has no PIN yet. Choose one in the portal, under your authenticators.',
  'pin-short': 'A PIN of at least {digits} digits is needed.',
  'pin-simple':
    'That PIN is too easy to guess: no row of digits, no digit over and over, no part of the serial number.',
  'no-pin': 'This token has no PIN.',
} as const
