/** Words of the kit, in English. */
export const kitWords = {
  motto: 'Two doors in a row. The second opens only after the first has shut behind you.',
  doors: { label: 'Progress', ahead: '(still ahead)', here: '(you are here)', passed: '(done)' },
  scheme: { light: 'Switch to light colours', dark: 'Switch to dark colours' },
  password: { show: 'Show password' },
  newPassword: {
    label: 'New password',
    hint: 'Any characters, spaces too. Unrelated words are strong and easy to remember.',
    empty: 'At least {{count}} characters.',
    short_one: 'One more character, please.',
    short_other: '{{count}} more characters, please.',
    name: 'Leave the account name out of it; guessers try it first.',
    plain: 'Too much repetition. Mix in something else.',
    good: 'Long enough. Make sure you use it nowhere else.',
  },
  copy: 'Copy',
  copied: 'Copied',
  once: 'It is shown only this once. Copy it now.',
  close: 'Close',
  cancel: 'Cancel',
  loading: 'Loading',
  skip: 'Skip to the content',
  navigation: 'Main',
  more: 'Load more',
  reason: { label: 'Reason', hint: 'It is kept in the audit, for whoever asks later.' },
  reasons: {
    exception: 'An exception leaves out {{demands}} until {{until}}.',
    secondFactor: 'a second factor',
  },
  issue: {
    line: 'Line {{line}}: {{message}}.',
    marked: 'Not everything can be taken as it is. Look at the marked fields.',
  },
  throttled: {
    title: 'Too many wrong answers',
    wait: 'To keep guessers out, the next try has to wait.',
    over: 'You can try again now.',
    closed:
      'Somebody has used up the tries of all browsers that are not known here. Use one that you have signed in on before, or ask the help desk.',
  },
  unavailable: {
    title: 'The server cannot be reached',
    text: 'It may be starting, or your connection may be down. Nothing is lost; this page tries again by itself.',
    retry: 'Try now',
  },
  sentCode: {
    missing: 'No code?',
    wait: 'You can ask for a new one in {{seconds}} s.',
    again: 'Send a new code',
  },
  problem: {
    unexpected: 'Something went wrong on this page. Reload it and try again.',
    offline: 'The server did not answer. Check your connection and try again.',
    busy: 'The server is busy. Your answer was not judged; try again in a moment.',
    'storage-unavailable':
      'The server cannot save anything right now. Your answer was not judged; try again in a moment.',
    'proof-refused': 'That was not accepted. Check it and try again.',
    'csrf-refused': 'This page was open for a long time. It is ready again; please press once more.',
    'etag-stale': 'This was changed elsewhere in the meantime. Look at it again, then repeat.',
    'session-required': 'You are no longer signed in.',
  },
}
