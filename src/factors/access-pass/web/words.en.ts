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
    refused:
      'That pass was not accepted. Look for a slip of the hand. Perhaps its time is over; then ask for a new one.',
  },
  handOut: {
    from: 'Good from',
    fromHint: 'By your own clock. Left empty: at once.',
    lifetime: 'Good for',
    minutes_one: '{{count}} minute',
    minutes_other: '{{count}} minutes',
    hours_one: '{{count}} hour',
    hours_other: '{{count}} hours',
    days_one: '{{count}} day',
    days_other: '{{count}} days',
    uses: 'How often it may be used',
  },
  reveal: {
    title: 'Hand this pass over',
    lead: 'In person, or on the telephone to somebody whose voice you know. It is shown only now.',
    label: 'Access pass of {{account}}',
    sheet: 'Access pass of {{account}}',
    note_one: 'Good once, from {{from}} until {{until}}.',
    note_other: 'Good {{count}} times, from {{from}} until {{until}}.',
    print: 'Print',
    done: 'Done',
  },
}
