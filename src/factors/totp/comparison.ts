import type { Comparison } from '../factor.ts'

/** What authenticator apps are worth to whoever chooses for others. */
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
  needs: ['smartphone'],
  device: { amount: 0, years: 3, source: 'The phones that people have already, and free apps.' },
  perSignIn: { amount: 0, source: 'Nothing is sent and nobody is paid.' },
  support: { amount: 5, source: 'Our assumption: one new phone in three years, a quarter of an hour.' },
  effort: 'Little: a page of teaching, and a way back for the day when a phone is lost.',
  excludes: 'People without a smartphone, or who must not bring one; an app on a computer is a lesser way.',
  whenLost: 'A recovery code, or an access pass from the help desk; then a new app is scanned.',
}
