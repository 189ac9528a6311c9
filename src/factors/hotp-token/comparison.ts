import type { Comparison } from '../factor.ts'

/** What hardware tokens are worth to whoever chooses for others. */
export const comparison: Comparison = {
  withstands: {
    'false-page': 'no',
    guessing: 'yes',
    interception: 'yes',
    'server-theft': 'partly',
    malware: 'yes',
    theft: 'partly',
    fatigue: 'yes',
  },
  needs: [],
  device: {
    amount: 20,
    years: 4,
    source:
      'Our assumption out of list prices of some 10 to 25 euros and batteries of three to seven years; ask your dealer.',
  },
  perSignIn: { amount: 0, source: 'Nothing is sent and nobody is paid.' },
  support: {
    amount: 10,
    source: 'Our assumption: handing out, a forgotten one a year, a change of battery by a new one.',
  },
  effort:
    'Buying, importing the file of the maker, handing out, replacing; the file of the maker is as secret as a key.',
  excludes: 'People who cannot read a small display, where there is no model that speaks.',
  whenLost:
    'Reported lost it is refused at once; another one is put aside. A recovery code or a pass bridges the day.',
}
