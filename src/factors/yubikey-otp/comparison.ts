import type { Comparison } from '../factor.ts'

/** What keys that type are worth to whoever chooses for others. */
export const comparison: Comparison = {
  withstands: {
    'false-page': 'no',
    guessing: 'yes',
    interception: 'yes',
    'server-theft': 'partly',
    malware: 'partly',
    theft: 'partly',
    fatigue: 'yes',
  },
  needs: ['usb-or-nfc'],
  device: {
    amount: 50,
    years: 5,
    source: 'About $50 in the shop of the maker in 2025; the years are our assumption, as it has no battery.',
  },
  perSignIn: { amount: 0, source: 'Nothing is sent and nobody is paid.' },
  support: { amount: 5, source: 'Our assumption: a forgotten or lost one in three years.' },
  effort: 'Programming the keys and importing their file, or an account at validation servers.',
  excludes: 'People at machines whose ports are closed.',
  whenLost: 'Reported lost it is refused at once; a second key or a recovery code serves until the next one.',
}
