/** The words of access passes. */
export const messages = {
  refused: 'That pass was not accepted.',
  'handed-out': 'A pass is handed out by an administrator; nobody makes one for themselves.',
} as const
