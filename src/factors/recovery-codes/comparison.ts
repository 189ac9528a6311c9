import type { Comparison } from '../factor.ts'

/** What recovery codes are worth to whoever chooses for others. */
export const comparison: Comparison = {
  withstands: {
    'false-page': 'no',
    guessing: 'yes',
    interception: 'yes',
    'server-theft': 'yes',
    malware: 'partly',
    theft: 'no',
    fatigue: 'yes',
  },
  needs: ['paper'],
  device: { amount: 0, years: 1, source: 'A sheet of paper.' },
  perSignIn: { amount: 0, source: 'Nothing is sent and nobody is paid.' },
  support: { amount: 1, source: 'Our assumption: some ask where they put the sheet.' },
  effort: 'None: they come along with the first second factor.',
  excludes: 'Nobody.',
  whenLost: 'New ones are made by whoever can still sign in; otherwise the help desk hands out a pass.',
}
