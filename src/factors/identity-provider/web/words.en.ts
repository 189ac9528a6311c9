/** Words of the screens of `identity-provider`, in English. */
export const words = {
  name: 'Linked sign-in',
  picture: 'Sign in at your provider, come back here, and the first door opens.',
  continue: 'Continue with {{provider}}',
  checking: 'One moment: we ask {{provider}} whether it is you.',
  provider: 'the provider',
  again: 'Begin again',
  open: { label: 'Sign in with an account elsewhere' },
  refused:
    'What your browser brought back was not accepted, or you turned back there. Please try once more, or sign in another way.',
  prove: {
    title: 'Your account elsewhere',
    lead: 'Sign in where you have linked an account. You come back here by yourself.',
    help: 'It opens your first door. Your second one is opened here, whatever was asked there.',
  },
  tie: {
    provider: 'Provider',
    subject: 'Who they are there',
    subjectHint:
      'The subject in its tokens, letter by letter: never a name or address that somebody else may get.',
  },
  enrol: {
    title: 'Link an account elsewhere',
    lead: 'Sign in there once. From then on that account opens your first door here.',
    which: 'Sign in with what you use there.',
    action: 'Go on to {{provider}}',
    help: 'You sign in there once more, even if you are signed in there, and come back here by yourself.',
  },
}
