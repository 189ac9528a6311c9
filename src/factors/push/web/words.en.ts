/** Words of the screens of `push` on the computer, in English. */
export const words = {
  name: 'Approval on your phone',
  picture: 'Your computer shows a number, you type it on your phone, and you are in.',
  prove: {
    title: 'Approve it on your phone',
    lead: 'Your phone asks whether this is you. Read what it says, then type this number there.',
    asking: 'Asking your phone',
    number: 'Type this number on your phone',
    where: 'Asked: {{phones}}.',
    waiting: 'Waiting for your phone',
    silent: 'Does it not ring? Open {{address}} on it, or the page on its home screen.',
    over: 'It was turned down on the phone, or the number was wrong, or nobody answered in time.',
    ended:
      'This sign-in was reported on the phone as not its owner’s. It is over, and phones cannot be asked any more. Sign in another way.',
    again: 'Ask my phone again',
  },
  enrol: {
    title: 'Use your phone to approve',
    lead: 'Your phone makes a key of its own. From then on it asks you, wherever you sign in.',
    alt: 'QR code that opens a page on your phone',
    scan: 'Scan this picture with the camera of your phone.',
    open: 'Open the link, and press “Use this phone”.',
    back: 'Then type here the number that the phone shows.',
    here: 'Are you on that phone now?',
    openHere: 'Open the page for it',
    waiting: 'Waiting for a phone',
    joined: '“{{name}}” has joined. Is that the phone in your hand?',
    number: 'Number that the phone shows',
    numberHelp: 'So that nobody else’s phone becomes yours.',
    action: 'This is my phone',
    other: 'It is not: show another picture',
  },
  manage: {
    called: 'It rings by itself when somebody signs in as you.',
    byHand: 'It does not ring: open the page on the phone to answer. Allow notifications there, and it will.',
  },
}
