/** The words of YubiKeys that type. */
export const messages = {
  refused: 'That was not accepted. Touch the key once more; each touch is good once.',
  'unknown-key': 'This key is not known here. Ask for one that was prepared for you.',
  taken: 'This key is set up already, for you or for somebody else.',
  'touch-again': 'That touch was not accepted. Touch the key once more.',
  off: 'One-time passwords of YubiKeys are switched off here.',
} as const
