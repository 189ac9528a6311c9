/** Words of the page on the phone, in English. */
export const words = {
  back: 'Back',
  forget: 'Forget it on this phone',
  unsupported:
    'This browser cannot keep a key here. Use another one, not a private window, and an address that begins with https.',
  link: {
    title: 'Your phone, as a key',
    lead: 'This page asks you whenever somebody signs in as you. It has to be set up from a computer first.',
    open: 'On your computer, sign in and open “My authenticators”.',
    choose: 'Choose “Approval on your phone”.',
    scan: 'Scan the picture that appears with this phone.',
    label: 'Or paste the link here',
    hint: 'If it was opened in another browser, or before this page was on your home screen.',
    wrong: 'That is not a link of such a picture.',
    action: 'Go on',
  },
  join: {
    title: 'Use this phone to approve',
    lead: 'It makes a key that never leaves it, and asks you from now on when somebody signs in to {{name}} as you.',
    label: 'Name of this phone',
    hint: 'So that you recognise it in your list.',
    action: 'Use this phone',
    spent: 'This link is used up or too old. Have your computer show another picture.',
  },
  homeScreen: {
    title: 'An iPhone rings only from the home screen',
    text: 'Copy the link, add this page to the home screen by the share button, open it from there, and paste the link. Or go on here: then open the page by hand whenever you sign in.',
    copy: 'Copy the link',
  },
  number: {
    title: 'Type this number on your computer',
    lead: 'There, where the picture was.',
    waiting: 'This phone goes on by itself once that is done.',
  },
  keys: {
    title: 'Nobody is asking',
    lead: 'When you sign in, the question appears here.',
    unknownTitle: 'This phone is not known here',
    quiet: 'Ready',
    asked: 'Is asked now',
    joining: 'Is being set up',
    unknown: 'Removed, or locked because a sign-in was reported. Set it up anew from your computer.',
    offline: 'The server does not answer. This page goes on trying.',
  },
  ring: {
    title: 'Shall this phone ring?',
    text: 'Allow notifications, and you need not open this page by hand.',
    action: 'Allow notifications',
    denied: 'This phone does not ring. Open this page by hand when you sign in.',
  },
  answer: {
    title: {
      'sign-in': 'Are you signing in?',
      'step-up': 'Are you changing something there?',
      'set-up': 'Are you setting up your account?',
      transaction: 'Do you approve this?',
    },
    lead: 'Read it first. Go on only if you have begun it yourself, on a page that you opened.',
    purpose: 'For',
    purposes: {
      'sign-in': 'a sign-in',
      'step-up': 'a change of the account: whoever you say yes to may change how you sign in',
      'set-up': 'setting up the account',
      transaction: 'an approval, which signs nobody in',
    },
    application: 'To',
    account: 'As',
    device: 'On',
    place: 'From the address',
    number: {
      shown: 'Number on the other screen',
      chosen: 'The number that you made up',
    },
    numberHelp: {
      shown: 'Nobody of ours ever asks you for a number by phone or message.',
      chosen:
        'You typed it behind your password just now. If somebody told you which number to type, it is they who want in: press “This was not me”.',
    },
    approve: 'Approve',
    deny: 'Turn it down',
    report: 'This was not me',
  },
  report: {
    title: 'Was it somebody else?',
    text: 'Then they know your password. That sign-in ends at once, this way of signing in is locked, and you get a message. Change your password next.',
    action: 'Stop it and lock',
  },
  outcome: {
    done: 'Done',
    approved: { title: 'Approved', text: 'The other screen goes on by itself.' },
    denied: { title: 'Turned down', text: 'Nobody was signed in. The other screen may ask again.' },
    refused: {
      title: 'That was another number',
      text: 'So nobody was signed in, and the question is over. Ask again on the other screen, and type the number that it shows then, or another one of your own.',
    },
    reported: {
      title: 'Stopped and locked',
      text: 'That sign-in is over, and this phone cannot be asked any more. Sign in another way, change your password, and set the phone up anew.',
    },
  },
}
