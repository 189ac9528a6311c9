/** Words of proving oneself again, in English. */
export const stepUpWords = {
  title: 'Is it still you?',
  lead: 'This changes who can get in. Open both doors once more; you then have a few minutes for such changes.',
  look: 'Your last sign-in is a while ago. Open both doors once more to see and change this.',
  lapsed:
    'These pages want to know once more that it is you. Prove what is missing, and go on where you were.',
  leave: 'Sign out',
  action: 'Prove that it is me',
}
