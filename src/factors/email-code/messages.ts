/** The words of codes by mail. */
export const messages = {
  refused: 'That code was not accepted. Type the newest code that you received.',
  expired: 'That code is too old. Ask for a new one.',
  off: 'Codes by mail are switched off here.',
  'no-gateway': 'Mail cannot be sent here.',
} as const
