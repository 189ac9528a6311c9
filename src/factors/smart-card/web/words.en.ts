/** Words of the screens of `smart-card`, in English. */
export const words = {
  name: 'Smart card',
  picture: 'Put your card into the reader, type its PIN at your computer, and you are in.',
  unreachable:
    'This browser did not present a certificate. Is the card in its reader? Then try again, or open the page for it in a window of its own.',
  window: 'Open it in a window of its own',
  done: 'My card was read there',
  prove: {
    title: 'Your smart card',
    lead: 'Put the card into its reader.',
    which: 'You have: {{labels}}.',
    action: 'Use my card',
    help: 'Your browser asks which certificate to use, and then for the PIN of the card.',
    refused: 'That card was not accepted. Use one that you have added here.',
  },
  enrol: {
    title: 'Add your smart card',
    lead: 'Put the card into its reader. It shows its certificate once, and is yours from then on.',
    action: 'Read my card',
    help: 'Your browser asks which certificate to use: choose the one for signing in. Then it asks for the PIN of the card.',
  },
  manage: {
    subject: 'Made out to',
    issuer: 'Issued by',
    serial: 'Serial number',
    until: 'Valid until',
    onCard: 'Its key lies in the card and asks for a PIN.',
    soon: 'The certificate runs out soon. Ask for a new one, and add it before this one ends.',
  },
}
