/** Words of a sign-in in progress, in English. */
export const attemptWords = {
  doors: { first: 'Password', second: 'Second step' },
  choose: {
    title: 'The second door',
    lead: 'Choose how you want to open it.',
    withheld: 'What cannot be used now, and why',
  },
  lane: {
    action: 'Mail me a way in',
    asked:
      'If this account has a confirmed e-mail address, a link is on its way there. Open it in this browser.',
  },
  remember: {
    label: 'Remember this browser for {{span}}',
    hint: 'Until then your password is enough here. Not on a computer that others use.',
  },
  grace: {
    title: 'Something to set up soon',
    lead: 'You can do it now, which takes a few minutes, or put it off for a while.',
    now: 'Set it up now',
    later: 'Later',
    laterEnds: 'Later ({{ends}})',
    until: 'until {{until}}',
    left_one: 'once more',
    left_other: '{{count}} times left',
    same: 'counted with the last time',
  },
  other: 'Try another way',
  back: 'Back',
  restart: 'Start again',
  notYou: 'Not {{name}}?',
  expired: {
    title: 'This took a little too long',
    lead: 'For your safety a half-finished sign-in is forgotten after a few minutes. Nothing is lost.',
  },
  none: {
    title: 'No way to open the second door',
    lead: 'This account has no second step that can be used here. Your administrator can help: ask them to reset your authenticators.',
  },
  denied: {
    title: 'Not here, not now',
    lead: 'You proved who you are. This sign-in ends here all the same, by a rule of your organisation:',
  },
  forgotten: {
    action: 'Forgot your password?',
    asked:
      'If this account has an e-mail address that was confirmed at least a week ago, and a second step, a link is on its way there. With it and your second step you choose another password. No message? Ask your help desk.',
    first: 'You forgot your password. First show your second step, then choose another password.',
    title: 'Now choose another password',
    lead: 'You have shown that it is you. The new password takes the place of the forgotten one, and you are signed out everywhere. Then you sign in with it as ever.',
    replace: 'Choose another password',
  },
  recovered: {
    title: 'Now replace what you lost',
    lead: 'Your code was right, and is used up. It signs you in nowhere: it lets you set up another authenticator in the place of the lost one. After that you sign in as ever.',
    replace: 'Replace what I lost',
    found: 'I have it after all',
  },
  finishing: 'Opening the door',
  notices: { title: 'You are in. One thing:', action: 'Continue' },
}
