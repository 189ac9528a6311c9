import type { Comparison } from '../factor.ts'

/** What passwords are worth to whoever chooses for others. */
export const comparison: Comparison = {
  withstands: {
    'false-page': 'no',
    guessing: 'partly',
    interception: 'yes',
    'server-theft': 'partly',
    malware: 'no',
    theft: 'yes',
    fatigue: 'yes',
  },
  needs: [],
  device: { amount: 0, years: 1, source: 'Nothing to buy.' },
  perSignIn: { amount: 0, source: 'Nothing is sent and nobody is paid.' },
  support: {
    amount: 20,
    source:
      'Our assumption: two resets a year of ten minutes. Forrester, as widely quoted, counts $70 a reset.',
  },
  effort: 'None to begin with; forgotten ones for ever after.',
  excludes: 'Nobody, though long ones are hard for people who type little.',
  whenLost: 'A link by an administrator, who sees who asks; the second factor is asked for all the same.',
}
