import { type AuditRow, countedRefusals } from '../audit/index.ts'
import type { FactorList } from '../factors/factor.ts'
import { refusalSentence, withheldSentence } from './refusal-words.ts'

/** What each event means, for people; `{name}` marks a detail of the row. An unknown one is shown by its own name. */
const sentences: Readonly<Record<string, string>> = {
  'account.browsers-forgotten': 'All remembered browsers were forgotten: {reason}',
  'account.changed': 'The account was changed ({changed}).',
  'account.created': 'The account was created.',
  'account.disabled': 'The account was disabled: {reason}',
  'account.enabled': 'The account was enabled: {reason}',
  'account.invited': 'An invitation was made: {reason}',
  'account.linked': 'Linked to {subject} of {issuer}.',
  'account.password-reset': 'The password was taken off, for another to be chosen: {reason}',
  'account.reset': 'All second factors were taken off: {reason}',
  'account.sessions-ended': 'All sessions were ended: {reason}',
  'account.unlinked': 'No longer linked to {subject} of {issuer}: {reason}',
  'account.unlocked': 'Failed tries were forgotten: {reason}',
  'api-key.issued': 'The API key {prefix}… was made.',
  'api-key.revoked': 'The API key {prefix}… was revoked.',
  'api-key.rotated': 'The API key {replaces}… was replaced by {prefix}….',
  'application.admitted': 'Let in by {door} on {factors}.',
  'application.left': 'Signed out at the application ({door}).',
  'application.signed-out': 'No longer signed in to the application ({door}): the session here is over.',
  'application.connected': 'Connected by {connection}.',
  'application.disconnected': 'Disconnected from {connection}: {reason}',
  'application.door-changed': 'What is set for {connection} was changed ({changed}): {reason}',
  'application.secret-rotated': 'A new secret {prefix}… for {connection}.',
  'application.secret-revoked': 'The secret {prefix}… for {connection} was stopped: {reason}',
  'application.tried-out': 'The connection by {connection} was tried out; not in order: {bad}.',
  'application.changed': 'The application was changed ({changed}): {reason}',
  'application.created': 'The application was created.',
  'application.registered': 'The application registered itself with {token}.',
  'application.registration-approved': 'The application, which registered itself, was approved: {reason}',
  'application.registration-changed': 'The application has set itself anew.',
  'application.registration-ended': 'The application has taken itself away.',
  'attempt.denied': 'The first door was open, and a rule lets nobody in here: {because}.',
  'attempt.completed': 'Signed in with {factors}.',
  'audit.refusals-sealed': 'The refusals that are only counted were sealed up to here.',
  'audit.refusals-swept': 'Counted refusals were swept away, for they had been kept long enough.',
  'authenticator.enrolled': '{factor}: set up.',
  'authenticator.tied': '{factor}: tied by an administrator: {reason}',
  'authenticator.untied': '{factor}: untied by an administrator: {reason}',
  'authenticator.handed-out': '{factor}: handed out: {reason}',
  'authenticator.imported': '{factor}: taken over from elsewhere.',
  'authenticator.changed': '{factor}: {operation} by the help desk: {reason}',
  'authenticator.help-refused': '{factor}: {operation} by the help desk was refused.',
  'authenticator.ending': '{factor}: its owner was told that it ends soon.',
  'authenticator.found': '{factor}: found again.',
  'authenticator.lost': '{factor}: reported lost.',
  'authenticator.stalled': '{factor}: held back since a restore, for nobody here knows this factor.',
  'authenticator.voided': '{factor}: void since a restore.',
  'authenticator.removed': '{factor}: removed.',
  'authenticator.renamed': '{factor}: renamed.',
  'authenticator.renewed': '{factor}: changed inside a sign-in, because it had to be.',
  'authenticator.resumed': '{factor}: let go again: {reason}',
  'authenticator.suspended': '{factor}: held back: {reason}',
  'authenticator.told': '{factor}: the device told how it is called from now on.',
  'authenticator.unreached': '{factor}: called in vain; its address is gone, and forgotten.',
  'authenticator.operation-refused': '{factor}: a change was refused.',
  'backup.made': 'A backup of {accounts} accounts was made.',
  'challenge.approved': '{factor}: a sign-in was approved.',
  'challenge.denied': '{factor}: a sign-in was turned down.',
  'challenge.issued': '{factor}: a challenge was sent.',
  'challenge.refused': '{factor}: a sign-in was approved with a wrong number, and refused.',
  'challenge.reported': '{factor}: its owner said that somebody else was signing in; it was locked.',
  'contact.added': 'A contact was added.',
  'contact.code-refused': 'A wrong code was typed for a contact.',
  'contact.code-sent': 'A code was sent to a contact.',
  'contact.removed': 'A contact was removed.',
  'contact.verified': 'A contact was confirmed.',
  'coverage.signed': 'A coverage report was signed; {open} kinds of ways stand open in it.',
  'directory.checked': 'The servers of {directory} were asked; not in order: {bad}.',
  'directory.held': 'Reading {directory} would have ended {going} accounts; nothing was changed.',
  'directory.previewed': 'What reading {directory} would change was looked up; nothing was changed.',
  'directory.synced': 'Read {directory}. Accounts: {created} made, {changed} changed, {ended} ended.',
  'enrolment.begun': '{factor}: setting up began.',
  'enrolment.joined': '{factor}: a device took part in setting up.',
  'enrolment.put-off': 'What has to be set up was put off ({demand}, {times} so far).',
  'enrolment.refused': '{factor}: the answer while setting up was wrong.',
  'group.created': 'The group {group} was made.',
  'group.joined': 'Became a member of {group}: {reason}',
  'group.left': 'Is a member of {group} no more: {reason}',
  'group.renamed': 'A group is called {group} from now on: {reason}',
  'group.removed': 'The group {group} was removed: {reason}',
  'import.begun': 'An import of {entries} entries began.',
  'import.completed': 'An import of {entries} entries is live.',
  'import.voided': 'An import was given up; nothing of it counts.',
  'inventory.classified': 'Said by hand: what is called {pattern} is {class}: {reason}',
  'inventory.class-forgotten': 'What was said by hand of {pattern} was taken back: {reason}',
  'inventory.list-withdrawn': 'The list {source} of who reaches what was taken out: {reason}',
  'lane.asked': 'A link to a lane of their own was asked for.',
  'lane.opened': 'A mailed link was opened: that browser tries apart from strangers.',
  'password.link-asked': 'A link to choose another password was asked for.',
  'password.link-opened': 'A link to choose another password was opened.',
  'policy.applied': 'Revision {revision} of the rules was applied ({changed}): {reason}',
  'policy.exception-ended': 'An exception from {demands} was ended: {reason}',
  'policy.exception-granted': 'An exception from {demands} is in force until {until}: {reason}',
  'policy.exception-requested': 'An exception from {demands} until {until} was asked for: {reason}',
  'policy.exception-used': 'An exception from {demands} was needed to come in.',
  'key.activated': 'The key {key} seals from now on.',
  'key.added': 'The key {key} was made known; it does not seal yet.',
  'key.dropped': 'The key {key} is not needed any more, and was dropped.',
  'keys.resealed': '{resealed} secrets were sealed anew with the key {key}.',
  'message.abandoned': 'A message ({channel}) was given up: {template}.',
  'messages.closed': 'Text messages were stopped: {scope}.',
  'messages.reopened': 'Text messages were let out again ({scope}): {reason}',
  'proof.accepted': '{factor}: proved.',
  'proof.refused': '{factor}: wrong, after the first factor had been right.',
  'recovery.begun': 'A recovery was begun with {factors}.',
  'recovery.completed': '{factor}: took the place of what was lost.',
  'authenticator-help.requested':
    'Help with an authenticator of an administrator was asked for; a second one must agree: {reason}',
  'authenticator-resume.requested':
    'Letting an authenticator of an administrator go again was asked for; a second one must agree: {reason}',
  'authenticator-suspend.requested':
    'Holding back an authenticator of an administrator was asked for; a second one must agree: {reason}',
  'disable.requested': 'Disabling an administrator was asked for; a second one must agree: {reason}',
  'enable.requested': 'Enabling an administrator was asked for; a second one must agree: {reason}',
  'hand-out.requested':
    'Handing something out to an administrator was asked for, {of}; a second one must ask for the same: {reason}',
  'invite.requested': 'An invitation for an administrator was asked for; a second one must agree: {reason}',
  'link.requested': 'Linking an administrator was asked for; a second one must agree: {reason}',
  'registration-token.issued': 'The registration token {token} was made, for {uses}.',
  'registration-token.revoked': 'The registration token {token} was revoked: {reason}',
  'reset-authenticators.requested':
    'A reset of an administrator was asked for; a second one must agree: {reason}',
  'reset-password.requested':
    'A new password for an administrator was asked for; a second one must agree: {reason}',
  'return.requested':
    'Taking a token of an administrator back was asked for; a second one must agree: {reason}',
  'role.requested':
    'Giving or taking the rights of an administrator was asked for; a second one must agree: {reason}',
  'tie.requested':
    'Tying an account elsewhere to an administrator was asked for; a second one must agree: {reason}',
  'unlink.requested':
    'Taking off a link of an administrator was asked for; a second one must agree: {reason}',
  'unlock.requested': 'Unlocking an administrator was asked for; a second one must agree: {reason}',
  'untie.requested':
    'Untying an account elsewhere from an administrator was asked for; a second one must agree: {reason}',
  'referral.given-up': 'Went back to the application without having come in ({door}, {because}).',
  'restore.completed': 'A backup of {backup} was restored; everything issued before is void.',
  'browser.copied': 'A remembered browser was shown by a second one, and is forgotten.',
  'browser.forgotten': 'A remembered browser was forgotten.',
  'browser.remembered': 'A browser is remembered for {days} days.',
  'session.ended': 'A session was ended.',
  'session.ended-elsewhere':
    '{provider} told that a sign-in there is over; what began with it has ended here.',
  'sessions.others-ended': 'All other sessions were ended.',
  'set-up.link-made': 'A set-up link was made: {reason}',
  'token.assigned': '{factor}: the token {handle} was put aside: {reason}',
  'token.released': '{factor}: the token {handle} is put aside for nobody any more: {reason}',
  'token.retired': '{factor}: the token {handle} was taken out of the pool: {reason}',
  'token.returned': '{factor}: back into the pool: {reason}',
  'access.refused': 'Somebody was refused, and why is told by the reason.',
  'authenticator.exported': '{factor}: shown once more, with its secret.',
  'oidc.key-made': 'OpenID Connect has a new signing key {keyId} ({algorithm}).',
  'oidc.tokens-revoked': 'All tokens of one sign-in were taken back ({route}).',
  'saml.key-made': 'SAML has a new signing key.',
  'stream.changed': 'The application changed its stream {stream} of security events.',
  'stream.created': 'The application made itself a stream {stream} of security events.',
  'stream.disabled': 'The stream {stream} of security events was stopped: {reason}',
  'stream.enabled': 'The stream {stream} of security events goes on: {reason}',
  'stream.paused': 'The stream {stream} of security events was paused: {reason}',
  'stream.removed': 'The stream {stream} of security events was removed: {reason}',
  'stream.subject-added': 'The application wants to hear of the account again (stream {stream}).',
  'stream.subject-removed': 'The application wants to hear nothing of the account (stream {stream}).',
  'stream.verification': 'The application asked its stream {stream} for a sign of life.',
  'webhook.changed': 'The webhook {webhook} was changed ({changed}): {reason}',
  'webhook.created': 'The webhook {webhook} was made.',
  'webhook.paused': 'The webhook {webhook} was paused: {reason}',
  'webhook.removed': 'The webhook {webhook} was removed: {reason}',
  'webhook.replayed': 'Earlier events are told to the webhook {webhook} once more.',
  'webhook.resumed': 'The webhook {webhook} was resumed: {reason}',
  'webhook.secret-rotated': 'The webhook {webhook} has a new secret.',
  'webhook.tested': 'The webhook {webhook} was tested: {answer}.',
  'verify.accepted': '{factor}: verified for an application.',
  'verify.refused': '{factor}: right, and not enough: {because}.',
}

/** The names of all events, for whoever chooses among them. */
export const eventNames: readonly string[] = Object.keys(sentences).sort()

/** Each event with what it means; `{name}` is a detail of it. */
export const eventSentences: readonly (readonly [string, string])[] = eventNames.map((name) => [
  name,
  sentences[name] ?? name,
])

/** `nameOf` turns a factor's id into what people call it. */
export function sentenceOf(
  row: Pick<AuditRow, 'event' | 'reason' | 'details'>,
  nameOf: (factor: string) => string,
): string {
  if (row.event === countedRefusals || row.event === 'access.refused') return refusalSentence(row, nameOf)
  const sentence = sentences[row.event] ?? row.event
  const told = sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(row.details?.[name] ?? '—')
    if (name === 'demands') return demandsInWords(value)
    return name.startsWith('factor') ? value.split(' ').map(nameOf).join(', ') : value
  })
  return `${told}${withheldSentence(row.reason)}`
}

/** Of `mfa.required, rule:Money`. */
function demandsInWords(demands: string): string {
  return demands
    .split(/, (?=rule:|mfa\.required)/)
    .map((demand) =>
      demand === 'mfa.required' ? 'the second factor' : demand.replace(/^rule:(.*)$/, 'the rule “$1”'),
    )
    .join(', ')
}

/** What people call the factors of this installation. */
export function factorNames(factors: FactorList): (factor: string) => string {
  return (factor) => factors.find(factor)?.guide.name ?? factor
}
