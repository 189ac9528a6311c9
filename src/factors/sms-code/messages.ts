/** The words of codes by text message. */
export const messages = {
  refused: 'That code was not accepted. Type the newest code that you received.',
  expired: 'That code is too old. Ask for a new one.',
  'no-gateway': 'Text messages cannot be sent here.',
  'enrolment-ended': 'Codes by text message are not set up any more here. Choose something safer.',
  'sign-in-ended':
    'Codes by text message do not sign in any more here. Use another way, or call your help desk.',
  sunset: 'From then on, codes by text message sign nobody in here any more.',
  'sunset-soon':
    'From {date} on, codes by text message will not sign you in here any more. Set up an authenticator app or a passkey before then.',
} as const
