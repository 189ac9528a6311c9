import type { AuditRow } from '../audit/index.ts'

const caep = 'https://schemas.openid.net/secevent/caep/event-type'
const ssf = 'https://schemas.openid.net/secevent/ssf/event-type'

/** The types of events, by their URIs (CAEP 1.0 §3, SSF 1.0 §8.1.4 and §8.1.5). */
const eventTypes = {
  sessionRevoked: `${caep}/session-revoked`,
  credentialChange: `${caep}/credential-change`,
  verification: `${ssf}/verification`,
  streamUpdated: `${ssf}/stream-updated`,
} as const

/** Those that a receiver may ask for; the others are about the stream itself, and told unasked. */
export const supportedEvents: readonly string[] = [eventTypes.sessionRevoked, eventTypes.credentialChange]

export type CredentialChange = 'create' | 'update' | 'revoke' | 'delete'

/** What a row of the trail means to a receiver, in words for its log. */
export type Signal =
  /** `of`: all sessions of the account, or what came of one sign-in. */
  | { readonly type: 'session-revoked'; readonly of: 'account' | 'sign-in'; readonly says: string }
  | { readonly type: 'credential-change'; readonly change: CredentialChange; readonly says: string }
  | { readonly type: 'verification' }
  | { readonly type: 'stream-updated' }

const revoked = (says: string): Signal => ({ type: 'session-revoked', of: 'account', says })
const changed = (change: CredentialChange, says: string): Signal => ({
  type: 'credential-change',
  change,
  says,
})

/** Reasons that somebody typed stay here: they are not written for applications. */
const meanings: Readonly<Record<string, Signal>> = {
  'account.disabled': revoked('The account was disabled.'),
  'account.password-reset': revoked('The password of the account was taken off.'),
  'account.reset': revoked('All second factors of the account were taken off.'),
  'account.sessions-ended': revoked('All sessions of the account were ended.'),
  'application.signed-out': {
    type: 'session-revoked',
    of: 'sign-in',
    says: 'The session that this sign-in hung on is over.',
  },
  'authenticator.enrolled': changed('create', 'It was set up.'),
  'authenticator.handed-out': changed('create', 'It was handed out.'),
  'authenticator.imported': changed('create', 'It was taken over from elsewhere.'),
  'authenticator.tied': changed('create', 'It was tied to the account.'),
  'authenticator.change': changed('update', 'It was changed.'),
  'authenticator.changed': changed('update', 'It was changed by the help desk.'),
  'authenticator.change-pin': changed('update', 'Its PIN was changed.'),
  'authenticator.clear-pin': changed('update', 'Its PIN was taken off.'),
  'authenticator.refill': changed('update', 'New codes took the place of the old ones.'),
  'authenticator.renewed': changed('update', 'It was changed because it had to be.'),
  'authenticator.found': changed('update', 'It was lost and is found again.'),
  'authenticator.resumed': changed('update', 'It was held back and is let go again.'),
  'authenticator.lost': changed('revoke', 'It was reported lost.'),
  'authenticator.suspended': changed('revoke', 'It is held back.'),
  'authenticator.voided': changed('revoke', 'It is void since a restore.'),
  'authenticator.removed': changed('delete', 'It was removed.'),
  'stream.verification': { type: 'verification' },
}

const turns = new Set(['stream.paused', 'stream.disabled', 'stream.enabled'])

/** What a row is told as; undefined where it is nothing to a receiver. */
export function signalOf({ event, actor, applicationId }: AuditRow): Signal | undefined {
  // What a receiver did to its stream it knows already.
  if (turns.has(event)) return actor === actorOf(applicationId) ? undefined : { type: 'stream-updated' }
  return Object.hasOwn(meanings, event) ? meanings[event] : undefined
}

/** What the trail calls an application that acts. */
export function actorOf(applicationId: string | undefined): string {
  return `application:${applicationId}`
}

export function typeOf({ type }: Signal): string {
  return {
    'session-revoked': eventTypes.sessionRevoked,
    'credential-change': eventTypes.credentialChange,
    verification: eventTypes.verification,
    'stream-updated': eventTypes.streamUpdated,
  }[type]
}
