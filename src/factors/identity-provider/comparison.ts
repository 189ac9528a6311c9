import type { Comparison } from '../factor.ts'

/** What linked sign-ins are worth to whoever chooses for others. */
export const comparison: Comparison = {
  withstands: {
    'false-page': 'no',
    guessing: 'partly',
    interception: 'yes',
    'server-theft': 'yes',
    malware: 'no',
    theft: 'yes',
    fatigue: 'yes',
  },
  needs: [],
  device: { amount: 0, years: 1, source: 'Nothing to buy: it is there already.' },
  perSignIn: { amount: 0, source: 'Nothing is sent and nobody is paid.' },
  support: {
    amount: 4,
    source: 'Our assumption: forgotten passwords are the provider’s; once in two years a link is made anew.',
  },
  effort: 'Little: we are registered at the provider once, and everybody links their account once.',
  excludes: 'People without an account at the provider, and everybody while it is down.',
  whenLost: 'The provider helps with its own sign-in; a password here serves meanwhile.',
}
