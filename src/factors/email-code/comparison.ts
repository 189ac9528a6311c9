import type { Comparison } from '../factor.ts'

/** What codes by mail are worth to whoever chooses for others. */
export const comparison: Comparison = {
  withstands: {
    'false-page': 'no',
    guessing: 'yes',
    interception: 'no',
    'server-theft': 'yes',
    malware: 'no',
    theft: 'partly',
    fatigue: 'yes',
  },
  needs: ['mailbox'],
  device: { amount: 0, years: 1, source: 'The mailboxes that people have already.' },
  perSignIn: {
    amount: 0.0001,
    source:
      'Amazon SES, as its users quote it: about 0.10 for a thousand messages. Nothing by a mail server of your own.',
  },
  support: { amount: 2, source: 'Our assumption: mails that are filtered, and addresses that changed.' },
  effort: 'A mail server or provider, and addresses that people confirm themselves.',
  excludes: 'People without a mailbox that they can open while they cannot sign in here.',
  whenLost: 'A recovery code, or an access pass from the help desk; a new address counts after seven days.',
}
