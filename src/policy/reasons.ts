/** Why something is needed: a stable id and a sentence; screen, audit and help desk all read the same. */
export interface Reason {
  /** One of ours, or `rule:` and the name of a rule. */
  readonly id: string
  readonly text: string
  /** What an exception leaves out, and until when: for who tells it in words and in a time zone of their own. */
  readonly exception?: {
    readonly demands: readonly string[]
    /** Epoch milliseconds. */
    readonly until: number
  }
}

const sentences = {
  'mfa.required': 'A second factor is required for every account here.',
  'mfa.enrolled': 'A second factor is set up for this account, so it is asked for.',
  'mfa.administrators': 'Administrators and the help desk always sign in with a second factor.',
  'mfa.marked': 'This account is marked as one that needs more than a password.',
  'mfa.weak-password':
    'Your password is easy to guess, or known from a breach elsewhere. It is time for another one.',
  'mfa.weak-password-elsewhere':
    'Your password is easy to guess, or known from a breach elsewhere. Change it where your account comes from: it cannot be changed here.',
  'password.renew':
    'Your password has to be changed before you go on. Where you cannot be asked for another one, sign in at our own pages first.',
  'mfa.unknown': 'Not all facts about this account could be read, so the safest demand applies.',
  'application.asked': 'The application that you are on the way to asks for it.',
  'mfa.put-off': 'A second factor is required for every account here, and that is put off for now.',
  'enrol.stronger':
    'What you have set up is not enough for this, so something stronger is set up once you have proved it.',
  'bar.phishing-resistant':
    'You have something that cannot be phished, so it is asked for before your factors are changed.',
  'transaction.signed':
    'What is approved here must be shown and signed by something of yours: a code alone does not say to what.',
  'enrol.invitation':
    'This account can only set up a second factor with an invitation from an administrator.',
} as const

export type ReasonId = keyof typeof sentences

/** Says that a password has to be changed: doors that cannot ask for another one name it when they refuse. */
export const renewalReason = 'password.renew' satisfies ReasonId

const reasons = new Map(Object.entries(sentences).map(([id, text]): [string, Reason] => [id, { id, text }]))

export function reason(id: ReasonId): Reason {
  return reasons.get(id) ?? { id, text: sentences[id] }
}
