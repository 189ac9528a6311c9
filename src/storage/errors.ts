import { SallyportError } from '../kernel/errors.ts'

/** Nothing was booked; try again. */
export function storageUnavailable(cause?: unknown) {
  return unavailable(
    'storage.unavailable',
    'The database cannot be written to at the moment; nothing was changed.',
    cause,
  )
}

/** The queue is full: back-pressure instead of memory. */
export function storageBusy() {
  return unavailable('storage.busy', 'Too much is waiting to be written; try again in a moment.')
}

/** Its deadline passed before its turn came: nobody waits for it, and it was not run. */
export function bookingExpired() {
  return unavailable('storage.expired', 'This took too long and was not done; try again.')
}

/** This one booking fails for a reason of its own; its neighbours do not (R6). */
export function bookingFailed(cause: unknown) {
  return unavailable('storage.unit-failed', 'This could not be written down, so it was not done.', cause)
}

/** The connection broke while committing: it may have been booked or not. Reload before you decide anything. */
export function outcomeUnknown(cause: unknown) {
  return unavailable(
    'storage.outcome-unknown',
    'The database was lost while writing; look again before retrying.',
    cause,
  )
}

export function storageClosed() {
  return unavailable('storage.closed', 'The service is shutting down.')
}

/** A parameter that no column takes: a mistake in our code. */
export function notAValue(value: unknown) {
  const found = Array.isArray(value) ? 'array' : typeof value
  return new SallyportError('internal', 'storage.not-a-value', `A statement was given ${found} for a value.`)
}

export function schemaNewer(unknown: readonly string[]) {
  return cannotOpen(
    'storage.schema-newer',
    `The database was written by a newer version (${unknown[0] ?? ''}). Start that version, or restore a backup made by this one.`,
    { unknown },
  )
}

export function schemaBehind(pending: readonly string[]) {
  return cannotOpen(
    'storage.schema-behind',
    'The database lacks tables of this version. Run "sallyport migrate" with the migration role, then start again.',
    { pending },
  )
}

export function foreignFile(file: string) {
  return cannotOpen(
    'storage.foreign-file',
    `${file} is not a database of Sallyport; it was left as it is. Name another file, or move that one away.`,
  )
}

export function brokenFile(file: string, cause: unknown) {
  return cannotOpen(
    'storage.broken',
    `${file} is damaged. Move it away, then bring back the latest backup with "sallyport restore".`,
    {},
    cause,
  )
}

export function readOnlyFile(file: string, cause: unknown) {
  return cannotOpen(
    'storage.read-only',
    `${file} cannot be written. Make its folder belong to the user that runs the service, on a writable disk.`,
    {},
    cause,
  )
}

export function diskFull(file: string, cause: unknown) {
  return cannotOpen(
    'storage.full',
    `The disk of ${file} is full. Free some space, then start again.`,
    {},
    cause,
  )
}

export function directoryMissing(folder: string, cause: unknown) {
  return cannotOpen(
    'storage.directory-missing',
    `The folder ${folder} does not exist. Create it first.`,
    {},
    cause,
  )
}

export function fileBusy(file: string, cause: unknown) {
  return cannotOpen('storage.locked', `Another process holds ${file}. Stop it, or try again.`, {}, cause)
}

export function unreachable(cause: unknown) {
  return cannotOpen(
    'storage.unreachable',
    'The database cannot be reached. Check its address, its credentials and that it runs.',
    {},
    cause,
  )
}

export function unknownUrl() {
  return cannotOpen(
    'storage.unknown-url',
    'A database is named by a file, or by a URL that starts with postgres://.',
  )
}

/** G7 cannot hold on a server that answers before it has written. */
export function notDurable() {
  return cannotOpen(
    'storage.not-durable',
    'The PostgreSQL server acknowledges before it writes (synchronous_commit = off). Set it to on for this database.',
  )
}

/** A restore must be alone: whoever is connected would go on with what was. */
export function othersConnected() {
  return cannotOpen(
    'storage.in-use',
    'A server or another command has the database open. Stop it first; nothing was changed.',
  )
}

/** A backup is never overwritten. */
export function archiveExists(file: string) {
  return new SallyportError('conflict', 'archive.exists', `${file} exists. Choose another name.`)
}

export function archiveUnwritable(file: string, cause: unknown) {
  return new SallyportError(
    'invalid',
    'archive.unwritable',
    `${file} cannot be written. Check its folder, its rights and the space on its disk.`,
    { cause },
  )
}

export function archiveUnreadable(file: string, cause: unknown) {
  return new SallyportError(
    'invalid',
    'archive.unreadable',
    `${file} cannot be read. Check its name and its rights.`,
    { cause },
  )
}

export function notAnArchive(file: string) {
  return new SallyportError(
    'invalid',
    'archive.not-ours',
    `${file} is no backup that "sallyport backup" made.`,
  )
}

export function archiveBroken(file: string, cause: unknown) {
  return new SallyportError(
    'invalid',
    'archive.broken',
    `${file} is damaged, or a newer version made it. Take another backup.`,
    { cause },
  )
}

/** Rows and digest do not agree. */
export function archiveChanged(file: string) {
  return new SallyportError(
    'invalid',
    'archive.changed',
    `${file} is not as it was made: its rows do not have the digest that it names. Take another backup.`,
  )
}

/** A server that is pointed at a backup would go on as if nothing had been used since (R17). */
export function isABackup(file: string) {
  return cannotOpen(
    'storage.is-a-backup',
    `${file} is a backup and no database. Bring it back with "sallyport restore".`,
  )
}

function unavailable(code: string, message: string, cause?: unknown) {
  return new SallyportError('unavailable', code, message, { cause })
}

function cannotOpen(
  code: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
) {
  return new SallyportError('unavailable', code, message, { details, cause })
}
