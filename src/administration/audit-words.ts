import type { AuditRow } from '../audit/index.ts'

/** What each event means, for people; `{name}` marks a detail of the row. An unknown one is shown by its own name. */
const sentences: Readonly<Record<string, string>> = {
  'account.changed': 'The account was changed.',
  'account.created': 'The account was created.',
  'account.disabled': 'The account was disabled: {reason}',
  'account.enabled': 'The account was enabled: {reason}',
  'account.invited': 'An invitation was made: {reason}',
  'account.reset': 'All second factors were taken off: {reason}',
  'account.sessions-ended': 'All sessions were ended: {reason}',
  'account.unlocked': 'Failed tries were forgotten: {reason}',
  'api-key.issued': 'The API key {prefix}… was made.',
  'api-key.revoked': 'The API key {prefix}… was revoked.',
  'api-key.rotated': 'The API key {replaces}… was replaced by {prefix}….',
  'application.created': 'The application was created.',
  'attempt.completed': 'Signed in with {factors}.',
  'authenticator.enrolled': 'A {factor} was set up.',
  'authenticator.removed': 'A {factor} was removed.',
  'authenticator.renamed': 'A {factor} was renamed.',
  'authenticator.operation-refused': 'A change of {factor} was refused.',
  'challenge.issued': 'A challenge was sent for {factor}.',
  'enrolment.begun': 'Setting up {factor} began.',
  'enrolment.refused': 'Setting up {factor} was answered wrongly.',
  'proof.accepted': 'Proved with {factor}.',
  'proof.refused': 'A wrong {factor} was given after the first factor.',
  'reset-authenticators.requested':
    'A reset of an administrator was asked for; a second one must agree: {reason}',
  'session.ended': 'A session was ended.',
  'sessions.others-ended': 'All other sessions were ended.',
  'set-up.link-made': 'A set-up link was made: {reason}',
  'verify.accepted': 'An application had a {factor} verified.',
}

export function sentenceOf(row: Pick<AuditRow, 'event' | 'details'>): string {
  const sentence = sentences[row.event] ?? row.event
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(row.details?.[name] ?? '—'))
}
