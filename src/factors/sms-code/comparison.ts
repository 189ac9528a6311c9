import type { Comparison } from '../factor.ts'

/** What codes by text message are worth to whoever chooses for others. */
export const comparison: Comparison = {
  withstands: {
    'false-page': 'no',
    guessing: 'yes',
    interception: 'no',
    'server-theft': 'yes',
    malware: 'partly',
    theft: 'partly',
    fatigue: 'yes',
  },
  needs: ['mobile-network'],
  device: { amount: 0, years: 3, source: 'The phones that people have already.' },
  perSignIn: {
    amount: 0.0118,
    source:
      'Twilio, United States, October 2026: 0.0083 a segment, and 0.0035 that the network (AT&T) adds. Other countries cost up to ten times as much.',
  },
  support: { amount: 6, source: 'Our assumption: codes that do not come, and one new number in five years.' },
  effort:
    'A contract with a gateway, a sender that networks accept, limits by country, and an eye on the bill.',
  excludes: 'People without a mobile number of their own, without reception, or abroad.',
  whenLost:
    'The network puts the same number on a new SIM card; a new number is set up after a recovery code.',
}
