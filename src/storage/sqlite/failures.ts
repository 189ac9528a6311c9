import { dirname } from 'node:path'
import { errorCode } from '../../kernel/error-code.ts'
import { brokenFile, directoryMissing, diskFull, fileBusy, foreignFile, readOnlyFile } from '../errors.ts'

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html); the extended ones carry them in the low byte. */
const code = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  notADatabase: 26,
}
const uniqueCodes: readonly number[] = [2067, 1555, 2579] // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY, _ROWID

/** The extended result code of an error that SQLite raised. */
function resultCode(error: unknown): number | undefined {
  return hasCode(error) ? error.errcode : undefined
}

/** Somebody holds that key already: the booking lost a race, nothing is broken. */
export function isUniqueViolation(error: unknown): boolean {
  return uniqueCodes.includes(resultCode(error) ?? 0)
}

/** A constraint or a fault of the statement itself; its neighbours may go on. */
export function concernsOneUnit(error: unknown): boolean {
  const primary = primaryCode(error)
  return (
    primary === code.constraint || primary === 1 || primary === 20 || primary === 25 || primary === undefined
  )
}

/**
 * An error after which this connection must not be used: the kernel may have dropped what it could not write, and a
 * second fsync would report success (F-05).
 */
export function isFatal(error: unknown): boolean {
  const primary = primaryCode(error)
  return primary === code.io || primary === code.corrupt || primary === code.notADatabase
}

export function isBusy(error: unknown): boolean {
  const primary = primaryCode(error)
  return primary === code.busy || primary === code.locked
}

/** What stands in the way of opening a file, with the remedy. */
export function openingFailure(file: string, error: unknown): unknown {
  switch (primaryCode(error)) {
    case code.busy:
    case code.locked:
      return fileBusy(file, error)
    case code.readOnly:
    case code.cannotOpen:
      return readOnlyFile(file, error)
    case code.full:
      return diskFull(file, error)
    case code.notADatabase:
      return foreignFile(file)
    case code.io:
    case code.corrupt:
      return brokenFile(file, error)
  }
  return fileSystemFailure(file, error)
}

function fileSystemFailure(file: string, error: unknown): unknown {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return directoryMissing(dirname(file), error)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return readOnlyFile(file, error)
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(file, error)
    case 'EISDIR':
      return foreignFile(file)
    case 'EIO':
      return brokenFile(file, error)
  }
  return error
}

function primaryCode(error: unknown): number | undefined {
  const extended = resultCode(error)
  return extended === undefined ? undefined : extended & 0xff
}

function hasCode(error: unknown): error is { errcode: number } {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
}
