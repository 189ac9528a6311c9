/** Words of the screens of `access-pass`, in English. */
export const words = {
  name: 'Access pass',
  picture: 'Ask the help desk for a pass, type it here, and set up your new authenticator.',
  prove: {
    title: 'Use your access pass',
    lead: 'The code that your administrator or help desk has given you. It opens the page where you set up your own.',
    label: 'Access pass',
    hint: 'Capitals and dashes do not matter.',
    action: 'Continue',
    refused: 'That pass was not accepted. Perhaps its time is over; ask for a new one.',
  },
  handOut: {
    lifetime: 'Good for',
    for: { 3600: 'one hour', 28800: 'eight hours', 86400: 'a day', 604800: 'a week' },
    uses: 'How often it may be used',
  },
  reveal: {
    title: 'Hand this pass over',
    lead: 'In person, or on the telephone to somebody whose voice you know. It is shown only now.',
    label: 'Access pass of {{account}}',
    sheet: 'Access pass of {{account}}',
    note_one: 'Good once, until {{until}}.',
    note_other: 'Good {{count}} times, until {{until}}.',
    print: 'Print',
    done: 'Done',
  },
}
