/** Words of the screens of `recovery-codes`, in English. */
export const words = {
  name: 'Recovery codes',
  picture: 'Take the sheet with your codes, type one that is not crossed out, and you are in.',
  prove: {
    title: 'Use a recovery code',
    lead: 'For when your phone or key is out of reach. Each code works once.',
    label: 'Recovery code',
    hint: 'One of the codes that you saved when you set up this account. Capitals and dashes do not matter.',
    action: 'Continue',
    refused:
      'That code was not accepted. Look for a slip of the hand. Perhaps it was used before; then try the next one on your list.',
  },
  reveal: {
    title: 'Keep your recovery codes',
    lead: 'If you lose your phone, one of these lets you back in. Each works once. They are shown only now.',
    listLabel: 'Your recovery codes',
    copy: 'Copy',
    download: 'Download',
    print: 'Print',
    fileTitle: 'Recovery codes of {{account}}',
    fileNote: 'Each code works once. Keep this paper where you keep your passport.',
    gate: 'I have saved these codes where I will find them without my phone',
    action: 'Done',
  },
  manage: {
    left_one: 'One code left',
    left_other: '{{count}} codes left',
    few: 'Get fresh codes before they run out.',
    open: 'Get fresh codes',
    title: 'Get fresh recovery codes?',
    text: 'You get ten new codes. All old ones stop working at once, on paper too.',
    action: 'Get fresh codes',
  },
}
