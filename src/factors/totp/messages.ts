/** The words of authenticator apps. */
export const messages = {
  refused: 'That code was not accepted. Wait for the next one and try again.',
  'type-two': 'That code does not fit. Type the code that is shown now and then the one that follows it.',
  'clock-off':
    'The clock of the device that shows your codes is about {seconds} seconds off. Set it to automatic time, or your codes will be refused.',
} as const
