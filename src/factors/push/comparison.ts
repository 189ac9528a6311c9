import type { Comparison } from '../factor.ts'

/** What approving phones are worth to whoever chooses for others. */
export const comparison: Comparison = {
  withstands: {
    'false-page': 'no',
    guessing: 'yes',
    interception: 'yes',
    'server-theft': 'yes',
    malware: 'partly',
    theft: 'partly',
    fatigue: 'yes',
  },
  needs: ['smartphone'],
  device: {
    amount: 0,
    years: 3,
    source: 'The phones that people have already; the page is installed from here.',
  },
  perSignIn: { amount: 0, source: 'The push services of the browser makers take no money.' },
  support: { amount: 5, source: 'Our assumption: one new phone in three years, a quarter of an hour.' },
  effort:
    'Little: an address with https that phones reach, and a way out to the push services of the browser makers.',
  excludes: 'People without a smartphone, or whose phone has no network where they sign in.',
  whenLost: 'A recovery code, or an access pass from the help desk; then the new phone scans a picture.',
}
