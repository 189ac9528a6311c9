/** Words of the password factor: why one is refused, and how to do better. `{name}` marks a value. */
export const messages = {
  refused: 'That password was not accepted.',
  'too-short':
    'Use at least {minimum} characters: {missing} more. A few random words are long and easy to keep.',
  'too-long': 'Use at most {maximum} characters: {excess} fewer.',
  common: 'This is one of the passwords that are tried first everywhere. Choose one that nobody else would.',
  'contains-name':
    'This is made of your name, which anyone can look up. Choose words that have nothing to do with you.',
  'contains-contact':
    'This is made of your e-mail address or telephone number. Choose words that have nothing to do with you.',
  'contains-application':
    'This is made of the name of what you sign in to. Choose words that have nothing to do with it.',
  'contains-blocked-word':
    'This is made of a word of your organisation. Choose words that have nothing to do with your work.',
  breached:
    'This password was found {count} times in stolen data, so attackers will try it. Choose another, and change it wherever else you use it.',
  'too-easy': 'This would be guessed almost at once. Choose a longer one that follows no pattern.',
  'breach-unknown':
    'Whether this password was ever stolen could not be checked just now. That does not mean it is safe: use one that you use nowhere else.',
  'current-wrong': 'The current password is not right.',
  unchanged: 'The new password is the same as the current one.',
  'hint-words':
    'Known words and names are guessed early, also with swapped letters. Join several that do not belong together.',
  'hint-keyboard': 'Neighbouring keys are guessed early. Choose words instead of a path on the keyboard.',
  'hint-repeats': 'Repeating letters or words adds length but hardly any strength. Use different ones.',
  'hint-sequence': 'Sequences such as abc or 123 are guessed early. Leave them out.',
  'hint-dates': 'Dates and years are guessed early. Leave them out.',
  'hint-short': 'A few more characters would make this much harder to guess.',
  'hint-manager': 'A password manager can make a strong one and remember it for you.',
} as const
