import type { AuditRow } from '../audit/index.ts'
import type { WhyNoLetter } from '../authentication/index.ts'

/** Why a request was refused that proved nothing, by the code of the refusal. */
const denials: Readonly<Record<string, string>> = {
  'administration.above-own-rights': 'for an account with more rights',
  'administration.not-permitted': 'without the rights for it',
  'api-key.required': 'without a valid API key',
  'csrf.refused': 'because our own pages did not send it',
  'elsewhere.refused': 'from a device that is not known, or about nothing that stands',
  'enrolment.invitation-needed': 'without an invitation',
  'metrics-token.refused': 'without the token for metrics',
  'recovery.limited': 'after a sign-in with a recovery code',
  'step-up.required': 'without a fresh sign-in',
}

/** Why somebody whom nobody knows yet went back to the application that had sent them. */
const wentBack: Readonly<Record<string, string>> = {
  'turned-back': 'they turned back',
  denied: 'a rule lets nobody in there now',
  'no-way': 'there is nothing that they could show',
}

/** Why a message that was asked for was not sent. */
const unsent: Readonly<Record<string, string>> = {
  destination: 'to where none of ours goes',
  interval: 'right after the last one',
  budget: 'beyond what may be sent in a day',
  closed: 'to where messages are stopped now',
}

/** Why no letter went out to whoever had one asked for. */
const withheld: Readonly<Record<WhyNoLetter, string>> = {
  nobody: 'nobody has that name',
  inactive: 'the account is not active',
  role: 'whoever administers or helps is helped by somebody',
  marked: 'the account is marked',
  directory: 'the password is that of a directory',
  'no-password': 'no password is in use',
  unguarded: 'nothing is set up that could be asked for beside it',
  'no-mailbox': 'there is no confirmed mailbox',
  'no-settled-mailbox': 'there is no mailbox that was confirmed long enough ago',
}

/** Why an answer was not taken. */
const notTaken: Readonly<Record<string, string>> = {
  mismatch: 'wrong',
  expired: 'too late',
  replayed: 'used before',
  unavailable: 'could not be checked',
  unlinked: 'linked to nobody here',
  unacceptable: 'not what may be set up',
}

/**
 * A refusal for people. The reason is `factor.reason`, `throttled`, `code.unread`, or the code of a denial; what was
 * asked for stands behind it or in the details.
 */
export function refusalSentence(
  { reason = '', details = {} }: Pick<AuditRow, 'reason' | 'details'>,
  nameOf: (factor: string) => string,
): string {
  if (reason === 'throttled') return 'Tried again before the waiting time was over.'
  if (reason === 'code.unread') return 'A code was typed that nothing here reads.'
  const [code = '', ...counted] = reason.split(' ')
  const route = typeof details.route === 'string' ? [details.route] : counted
  const [factor = '', why = ''] = code.split('.')
  if (factor === 'delivery')
    return `A message was asked for ${unsent[why.split('-')[1] ?? ''] ?? `(${why})`}.`
  if (factor === 'referral') return `Went back to the application: ${wentBack[why] ?? why}.`
  if (route.length > 0) return `Refused ${denials[code] ?? `(${code})`}: ${route.join(' ')}.`
  return denials[code]
    ? `Refused ${denials[code]}.`
    : `${nameOf(factor)}: ${notTaken[why] ?? `wrong (${why})`}.`
}

/** Behind what was asked for by `letter.why`; empty for any other reason. */
export function withheldSentence(reason = ''): string {
  const [, why = ''] = /^letter\.(.+)$/.exec(reason) ?? []
  return isWhyNoLetter(why) ? ` No letter went out: ${withheld[why]}.` : ''
}

function isWhyNoLetter(why: string): why is WhyNoLetter {
  return Object.hasOwn(withheld, why)
}
