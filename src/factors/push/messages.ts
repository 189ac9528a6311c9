/** The words of phones that approve. */
export const messages = {
  refused: 'That was not accepted. Please ask your phone again.',
  taken: 'This phone is set up already, for you or for somebody else.',
  number: 'That is not the number that your phone shows. Is it your phone that has joined?',
  off: 'Approval on a phone is switched off here.',
  callTitle: 'Are you signing in?',
  callChange: 'Are you changing something there?',
  callSetUp: 'Are you setting up your account?',
  callApproval: 'Do you approve this?',
  callText: 'To {application}, on {device}, from {place}. Open this to read and answer it.',
  insecure: 'Approval on a phone needs an address that begins with https.',
} as const
