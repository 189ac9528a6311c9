/** Words of the screens of `email-code`, in English. */
export const words = {
  name: 'Code by e-mail',
  picture: 'A mail with a code comes to your mailbox. Type the code, and you set up a new way to sign in.',
  prove: {
    title: 'Use a code by e-mail',
    lead: 'For when your phone or key is lost. You replace it, then sign in with the new one.',
    choose: 'Which mailbox shall we send it to?',
    sending: 'Sending a code…',
    label: 'Code from the e-mail',
    sentTo: 'Sent to {{to}}. It works for ten minutes at most, and only here.',
    onItsWay: 'A code was sent a moment ago. Type the newest one that you have.',
    action: 'Continue',
    refused: 'That code was not accepted. Type the newest code that you received; older ones no longer work.',
    send: 'Send a code',
  },
  enrol: {
    title: 'Set up codes by e-mail',
    lead: 'A way back when everything else is lost. It does not sign you in.',
    risk: 'As safe as your mailbox, and no safer',
    riskText:
      'Whoever reads your mailbox and knows your password can replace your second factor. All your addresses are told when that happens.',
    address: 'E-mail address',
    addressHelp:
      'One that you have confirmed under your contacts, unchanged for seven days. Leave it empty if you have only one.',
    next: 'Send me a code',
    label: 'Code from the e-mail',
    sentTo: 'Sent to {{to}}.',
    action: 'Confirm',
    refused: 'That code does not fit. Type the newest code that you received.',
  },
  manage: { address: 'Codes go to {{address}}, to replace what was lost.' },
}
