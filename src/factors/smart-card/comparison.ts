import type { Comparison } from '../factor.ts'

/** What smart cards are worth to whoever chooses for others. */
export const comparison: Comparison = {
  withstands: {
    'false-page': 'yes',
    guessing: 'yes',
    interception: 'yes',
    'server-theft': 'yes',
    malware: 'partly',
    theft: 'yes',
    fatigue: 'yes',
  },
  needs: ['card-reader'],
  device: {
    amount: 35,
    years: 4,
    source:
      'Our assumption: about $15 for a card and $20 for a reader. Where people have an identity card or badge with a certificate, only the reader is left.',
  },
  perSignIn: { amount: 0, source: 'Nothing is sent and nobody is paid.' },
  support: {
    amount: 12,
    source:
      'Our assumption: drivers, blocked PINs and certificates that run out take a quarter of an hour a year.',
  },
  effort:
    'Much: an authority that issues, renews and revokes certificates, its revocation lists within reach, and drivers on every computer. Little where all that is there.',
  excludes: 'People at phones, tablets and computers without a reader.',
  whenLost: 'The authority revokes the card; a recovery code or an access pass serves until the next one.',
}
