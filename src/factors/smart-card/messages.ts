/** The words of smart cards. */
export const messages = {
  refused: 'That card was not accepted. Use one that you have added here.',
  taken: 'This card is set up already, for you or for somebody else.',
  'other-question': 'The card was read for an older question. Try once more.',
  unreadable: 'What is on this card is no certificate that can be read.',
  untrusted: 'This card was not issued by anybody who is trusted here. Choose another certificate.',
  expired: 'The certificate on this card has expired. Ask for a new one.',
  ending: 'The certificate on your card ends on {day}. Ask for a new card in time.',
  'not-yet-valid': 'The certificate on this card is not valid yet.',
  weak: 'The key on this card is too weak to be safe today. Ask for a new one.',
  purpose: 'This certificate is not for signing in. Choose the other one on your card.',
  policy: 'This kind of card is not accepted here. Ask your administrator which one is.',
  revoked: 'This card was revoked. Ask whoever issued it for a new one.',
  nameless: 'This certificate does not hold the name by which cards are known here. Choose another one.',
  off: 'Smart cards are switched off here.',
} as const
