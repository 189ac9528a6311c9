/** The words of linked sign-ins. */
export const messages = {
  off: 'No identity provider is set up here.',
  taken: 'That account is linked already: to yours, or to that of somebody else.',
  refused: 'What your browser brought back was not accepted. Please try once more.',
} as const
