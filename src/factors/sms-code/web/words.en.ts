/** Words of the screens of `sms-code`, in English. */
export const words = {
  name: 'Text message',
  picture: 'A message with a code comes to your phone. Type the code, and you are in.',
  prove: {
    title: 'The second door',
    lead: 'We send a code to your phone. Type it here.',
    choose: 'Which number shall we send it to?',
    sending: 'Sending a code…',
    label: 'Code from the text message',
    sentTo: 'Sent to {{to}}. It works for a few minutes, and only here.',
    onItsWay: 'A code was sent a moment ago. Type the newest one that you have.',
    action: 'Continue',
    refused: 'That code was not accepted. Type the newest code that you received; older ones no longer work.',
    send: 'Send a code',
  },
  enrol: {
    title: 'Set up text messages',
    lead: 'Each time you sign in, we send a code to your phone.',
    risk: 'The weakest of the second factors',
    riskText:
      'Numbers can be taken over: criminals talk networks into moving them to another SIM card. Messages can be read along, and a fake page can ask you for the code.',
    better: 'Safer, and just as quick: {{names}}.',
    country: 'Country',
    number: 'Mobile number',
    numberHelp: 'As you dial it in {{country}}, or with a plus and the code of the country.',
    next: 'Send me a code',
    label: 'Code from the text message',
    sentTo: 'Sent to {{to}}. Is a digit wrong? Then begin again.',
    action: 'Confirm',
    refused: 'That code does not fit. Type the newest code that you received.',
  },
  manage: {
    number: 'Codes go to {{number}}.',
    change:
      'A new number is a new set-up: add it first, then remove this one. Both are told, so that you notice if somebody else does it.',
  },
}
