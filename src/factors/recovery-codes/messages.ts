/** The words of recovery codes. */
export const messages = {
  refused: 'That code was not accepted.',
  left: 'That recovery code is used up. Codes left: {count}.',
  refill: 'Only {count} recovery codes are left. Make new ones now: the old ones stop working.',
} as const
