import { SallyportError } from '../kernel/errors.ts'

export function notPermitted() {
  return new SallyportError(
    'forbidden',
    'administration.not-permitted',
    'You do not have the rights for this.',
  )
}

export function aboveOwnRights() {
  return new SallyportError(
    'forbidden',
    'administration.above-own-rights',
    'This account has more rights than you; someone with at least its rights must do this.',
  )
}

export function secondAdministratorNeeded(until: number) {
  return new SallyportError(
    'conflict',
    'administration.second-needed',
    'Your request is noted. A second administrator must ask for the very same, within a day, before it is done.',
    { details: { until } },
  )
}

export function notYourOwn() {
  return new SallyportError(
    'forbidden',
    'policy.exception-own',
    'Nobody makes an exception for themselves. Ask two other administrators.',
  )
}

export function reasonNeeded() {
  return new SallyportError(
    'invalid',
    'administration.reason-needed',
    'Please give a reason; it is kept in the audit trail.',
  )
}

export function standingUnchanged() {
  return new SallyportError(
    'conflict',
    'authenticator.standing',
    'As this authenticator stands, that cannot be done to it. Look at it again.',
  )
}

/** It was restored by a server that does not know its factor, and neither does this one. */
export function factorNotKnown(factor: string) {
  return new SallyportError(
    'conflict',
    'authenticator.factor-unknown',
    `This server does not know the factor ${factor}: since the restore nobody could tell which of its codes were used. It stays held back until a server knows it; or take it off.`,
  )
}

export function voidSinceRestore() {
  return new SallyportError(
    'conflict',
    'authenticator.void',
    'Nothing of this authenticator counts since the restore. Take it off; its owner sets up a new one.',
  )
}

export function retryMismatch() {
  return new SallyportError(
    'invalid',
    'idempotency.mismatch',
    'This idempotency key was used for another request. Use a new key for each new request.',
  )
}

/** `id` is what the first request made; nothing that is shown once is shown twice (R13). */
export function secretShownBefore(id: string) {
  return new SallyportError(
    'conflict',
    'idempotency.secret-shown',
    'This request was done before, and what it showed is shown once. Make a new one if it was lost.',
    { details: { id } },
  )
}

export function setUpLinkUnknown() {
  return new SallyportError(
    'not-found',
    'set-up.link-unknown',
    'This set-up link is not valid. Copy the whole link.',
  )
}

export function setUpLinkSpent() {
  return new SallyportError(
    'gone',
    'set-up.link-spent',
    'This set-up link has been used or has expired. Make a new one with: sallyport setup-link',
  )
}

export function passwordUnacceptable(notices: readonly unknown[]) {
  return new SallyportError('invalid', 'password.unacceptable', 'Please choose another password.', {
    details: { notices },
  })
}

/** Nobody can prove anything for it until it is enabled again. */
export function accountIsDisabled(name: string) {
  return new SallyportError(
    'conflict',
    'account.disabled',
    `The account ${name} is disabled. Enable it first.`,
  )
}

/** The portal is us: codes for it are set up by their owners, signed in. */
export function portalIsNoIssuer(name: string) {
  return new SallyportError(
    'conflict',
    'issuer.is-portal',
    `${name} is the name of our own pages. Choose another issuer.`,
  )
}

/** What a directory tells of its people is changed there. */
export function attributesOfDirectory() {
  return new SallyportError(
    'conflict',
    'account.attributes-elsewhere',
    'The attributes of this account are told by the directory that it comes from. Change them there.',
  )
}

export function noPassword() {
  return new SallyportError(
    'conflict',
    'account.no-password',
    'There is no password of ours to reset. Whoever has none yet chooses one by an invitation; the one of a directory is changed there.',
  )
}

export function roleNeedsTwo() {
  return new SallyportError(
    'conflict',
    'administration.role-needs-two',
    'Create the account as a person first. Two administrators then give it the role.',
  )
}

/** Entries that cannot be brought in; their text is secret and stays out. */
export function importRefused(
  problems: readonly { readonly where: string; readonly reason: string; readonly remedy: string }[],
) {
  const many = problems.length === 1 ? 'One entry' : `${problems.length} entries`
  return new SallyportError(
    'invalid',
    'import.refused',
    `${many} cannot be taken over; nothing was changed.`,
    { details: { problems: problems.slice(0, problemsTold) } },
  )
}

const problemsTold = 100

/** It was given up by another run while this one worked on it. */
export function importOvertaken() {
  return new SallyportError(
    'conflict',
    'import.overtaken',
    'Another run with the same entries has given up; nothing was changed. Start again.',
  )
}

/** No importer of this factor reads such a file. */
export function importerUnknown(importers: readonly string[]) {
  return new SallyportError('invalid', 'import.unknown-file', 'Nothing here reads a file of this kind.', {
    details: { importers },
  })
}

/** What its owner made themselves cannot become somebody else's. */
export function notFromPool() {
  return new SallyportError(
    'conflict',
    'token.not-from-pool',
    'This authenticator did not come out of the pool. Remove it instead.',
  )
}

/** Taking it away would lose what only it opens (F-25). */
export function keyInUse(keyId: string) {
  return new SallyportError(
    'conflict',
    'key.in-use',
    `The key ${keyId} still opens something. Run "sallyport rotate-keys" first; nothing was changed.`,
  )
}

export function keyWaiting(keyId: string) {
  return new SallyportError(
    'conflict',
    'key.waiting',
    `The key ${keyId} was added before and does not seal yet. Copy the key file to every node, then run "sallyport rotate-keys".`,
  )
}

/** Variables and commands are not ours to change. */
export function keyNotReplaceable() {
  return new SallyportError(
    'conflict',
    'key.not-replaceable',
    'The keys do not lie in a file of ours, and all is sealed with the first of them. Put a new key before it where they come from, start every node anew, then run this again.',
  )
}

/** Whoever could make one for themselves would need no second factor (R11). */
export function notForOneself() {
  return new SallyportError(
    'forbidden',
    'administration.not-for-oneself',
    'Nobody does this for themselves. Ask somebody else who administers.',
  )
}

export function factorNotHandedOut() {
  return new SallyportError('invalid', 'factor.not-handed-out', 'This factor is set up by its owner alone.')
}

/** Only its owner can show that it is theirs. */
export function factorNotTied() {
  return new SallyportError('invalid', 'factor.not-tied', 'This factor is set up by its owner alone.')
}

/** Nobody is shut out by it, and nothing that counts goes by it (R1). */
export function neededToBegin() {
  return new SallyportError(
    'conflict',
    'authenticator.needed-first',
    'The account could not begin a sign-in without it. Hold it back, and invite its owner; untie it once they have set up something else.',
  )
}

/** `why`: in the words of its factor. */
export function tiedAlready(why = 'It is somebody’s already.') {
  return new SallyportError('conflict', 'authenticator.taken', why)
}

export function tooManyOfIt() {
  return new SallyportError(
    'conflict',
    'authenticator.too-many',
    'The account has as many of these as it may have. Its owner has to remove one first.',
  )
}

/** Its rows are as it says, but nobody with our key has said so. */
export function backupNotSealed() {
  return new SallyportError(
    'invalid',
    'backup.not-sealed',
    'This backup was not made by an installation with your key. Put back the key file that belongs to it; nothing was changed.',
  )
}

/** Only into an empty place, unless it is said. */
export function notEmpty(what: string) {
  return new SallyportError(
    'conflict',
    'restore.not-empty',
    `There is something already: ${what}. It would be lost. Say --replace if it may be; nothing was changed.`,
  )
}
