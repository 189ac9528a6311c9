import { SallyportError } from '../kernel/errors.ts'

/** Something that the command needs was not given; its usage is shown with it. */
export function usage(message: string) {
  return new SallyportError('invalid', 'cli.usage', message)
}

/** A name that several have; what else tells them apart is given. */
export function ambiguous(name: string, ids: readonly string[]) {
  return new SallyportError(
    'conflict',
    'cli.ambiguous',
    `${name} means several. Say which: ${ids.join(' or ')}.`,
  )
}

export function cancelled() {
  return new SallyportError('invalid', 'cli.cancelled', 'Cancelled; nothing was changed.')
}

/** The rights of the service are its user's (R10). */
export function notTheService(folder: string) {
  return new SallyportError(
    'forbidden',
    'cli.not-permitted',
    `The data folder ${folder} belongs to another user. Run this as that user, or as root.`,
  )
}

/** As in /root: root starts it, and whoever owns the data cannot load the rest of it. */
export function programOutOfReach(program: string, folder: string) {
  return new SallyportError(
    'unavailable',
    'cli.program-out-of-reach',
    `Sallyport lies in ${program}, where the owner of ${folder} may not read. Install it where that user can, such as in /opt.`,
  )
}

export function issuerNotFound(name: string) {
  return new SallyportError(
    'not-found',
    'issuer.not-found',
    `There is no issuer ${name}. "sallyport list" shows them.`,
  )
}

export function accountNotFoundFor(account: string, issuer: string) {
  return new SallyportError(
    'not-found',
    'account.not-found',
    `${issuer} has no account ${account}. "sallyport list" shows them.`,
  )
}

export function issuerIsEmpty(issuer: string) {
  return new SallyportError(
    'not-found',
    'account.not-found',
    `${issuer} has no accounts. Make one with "sallyport create".`,
  )
}

/** A code belongs to one account: with several, it must be said which. */
export function accountAmbiguous(issuer: string, accounts: readonly string[]) {
  return new SallyportError(
    'invalid',
    'account.ambiguous',
    `${issuer} has several accounts; say which with -n: ${accounts.join(', ')}.`,
    { details: { accounts } },
  )
}

export function authenticatorExists(account: string, issuer: string) {
  return new SallyportError(
    'conflict',
    'authenticator.exists',
    `${account} has an authenticator for ${issuer} already. Use --replace to take it off, or --add for one more.`,
  )
}

/** Several answer to what was named. */
export function authenticatorAmbiguous(ids: readonly string[]) {
  return new SallyportError(
    'invalid',
    'authenticator.ambiguous',
    `There are several; say which with --authenticator: ${ids.join(', ')}.`,
    { details: { authenticators: ids } },
  )
}

export function authenticatorUnknown(id: string) {
  return new SallyportError('not-found', 'authenticator.not-found', `There is no authenticator ${id} here.`)
}

export function noKeyUris() {
  return new SallyportError(
    'unavailable',
    'factor.unavailable',
    'This installation has no factor whose keys travel as QR codes.',
  )
}

export function fileExists(file: string) {
  return new SallyportError('conflict', 'file.exists', `${file} exists. Use --force to overwrite it.`)
}

export function fileUnwritable(file: string, cause: unknown) {
  return new SallyportError(
    'invalid',
    'file.unwritable',
    `${file} cannot be written. Check its folder and its rights.`,
    { cause },
  )
}

export function fileUnreadable(file: string, cause?: unknown) {
  return new SallyportError(
    'invalid',
    'file.unreadable',
    `${file} cannot be read. Check its name and its rights.`,
    { cause },
  )
}

export function fileTooLong(file: string, most: number) {
  return new SallyportError(
    'invalid',
    'file.too-long',
    `${file} is too long: at most ${most} bytes are read.`,
  )
}

export function pictureFormatUnknown(file: string) {
  return new SallyportError('invalid', 'file.format', `${file} must end in .png or .svg.`)
}

/** A key that other nodes do not have would lock their people out. */
export function otherNodes() {
  return new SallyportError(
    'conflict',
    'key.other-nodes',
    'Other nodes may use this database. Run "sallyport rotate-keys --add", copy the key file to each of them, then run this again. If there is no other node, say --only-node.',
  )
}

export function tokenNotFound(serial: string) {
  return new SallyportError('not-found', 'token.not-found', `There is no token ${serial} here.`)
}
