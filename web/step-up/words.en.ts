/** Words of proving oneself again, in English. */
export const stepUpWords = {
  title: 'Is it still you?',
  lead: 'This changes who can get in. Open both doors once more; you then have five minutes for such changes.',
  starting: 'One moment',
}
