/** Words of the screens of `totp`, in English. */
export const words = {
  name: 'Authenticator app',
  picture: 'Scan the picture with your phone, read the code that it shows, and type it here.',
  prove: {
    title: 'The second door',
    lead: 'Open your authenticator app and enter the code it shows for this account.',
    label: 'Code from your app',
    hint: 'The code changes every 30 seconds. It is sent as soon as the last digit is in.',
    from: 'From: {{labels}}',
    action: 'Continue',
    refused:
      'That code was not accepted. Wait for the next code and enter that one; each code works only once.',
  },
  enrol: {
    title: 'Add your authenticator app',
    lead: 'Your phone will show a fresh code every 30 seconds, even without a network.',
    scan: 'Scan this picture with your app',
    scanHelp: 'In the app, choose “add” or “+”, then point the camera here.',
    alt: 'QR code that sets up {{issuer}} for {{account}} in an authenticator app',
    here: 'On this phone?',
    open: 'Open in your authenticator app',
    manual: 'Cannot scan? Type the key instead',
    manualHelp: 'Choose “enter a set-up key” in the app. Spaces do not matter.',
    account: 'Account',
    key: 'Key',
    kind: 'Kind',
    kindValue: 'Time-based, {{digits}} digits, every {{period}} seconds, {{algorithm}}',
    copyKey: 'Copy the key',
    code: 'Enter the code that the app shows now',
    codeHelp: 'This proves that app and server agree.',
    next: 'And the code that follows it',
    nextHelp:
      'Wait until the app shows a new one. Two in a row tell us whether its clock is right. Was it a slip of the hand? Then leave this empty.',
    action: 'Confirm',
    refused: 'That code does not fit. Use the newest code of the account that you have just added.',
  },
  manage: {
    open: 'Codes refused?',
    lead: 'If the clock of your phone is off, its codes are off as well. First switch on automatic time on the phone. If that does not help, enter two codes in a row, and the server learns the difference.',
    first: 'First code',
    second: 'The code that follows it',
    action: 'Match the clocks',
    done: 'The clocks match again.',
    refused:
      'These two codes do not follow each other. Enter one code, wait for the next, and enter that one too.',
  },
}
