/** Words of setting up an authenticator, in English. */
export const enrolmentWords = {
  choose: {
    begin: {
      title: 'Set up your first door',
      lead: 'How do you want to begin when you sign in? A second door follows.',
    },
    first: {
      title: 'Set up your second door',
      lead: 'With it, a stolen password alone opens nothing. It takes about two minutes.',
    },
    add: {
      title: 'Add an authenticator',
      lead: 'A second one, kept elsewhere, saves the day when the first is lost.',
    },
    replace: {
      title: 'Set up what takes its place',
      lead: 'Something at least as strong as what you lost.',
    },
    none: {
      title: 'Nothing can be set up here',
      lead: 'There is nothing to add to this account now. Your administrators can help.',
    },
    phishing: 'Cannot be phished',
    restricted: 'Only with an alternative',
    set: 'Set up',
    more: 'How it works',
  },
  guide: {
    needs: 'What you need',
    steps: 'Step by step',
    ways: 'With your app or device',
    why: 'Why these grades',
    tips: 'Good to know',
    troubles: 'When something does not work',
    lost: 'When it is lost',
    alone: 'On a page of its own, to print',
  },
  meter: {
    cost: 'Cost',
    ease: 'Ease',
    security: 'Security',
    costWords: { 1: 'Expensive', 2: 'Costly', 3: 'Moderate', 4: 'Cheap', 5: 'Free' },
    easeWords: { 1: 'Laborious', 2: 'Some effort', 3: 'Fair', 4: 'Easy', 5: 'Effortless' },
    securityWords: { 1: 'Weak', 2: 'Limited', 3: 'Fair', 4: 'Strong', 5: 'Very strong' },
  },
  starting: 'One moment',
  back: 'Choose another way',
  expired: 'This set-up has expired. Begin again; a fresh code will be shown.',
}
