import type { Comparison } from '../factor.ts'

/** What access passes are worth to whoever chooses for others. */
export const comparison: Comparison = {
  withstands: {
    'false-page': 'no',
    guessing: 'yes',
    interception: 'partly',
    'server-theft': 'yes',
    malware: 'partly',
    theft: 'partly',
    fatigue: 'yes',
  },
  needs: [],
  device: { amount: 0, years: 1, source: 'Nothing to buy.' },
  perSignIn: { amount: 0, source: 'Nothing is sent and nobody is paid.' },
  support: {
    amount: 3,
    source: 'Our assumption: one pass in five years, a quarter of an hour with a check of who asks.',
  },
  effort: 'The help desk needs a way to tell who calls: in person, by a manager, by a call back.',
  excludes: 'Nobody who can reach the help desk.',
  whenLost: 'It is worth nothing within the hour; a new one takes its place at once.',
}
