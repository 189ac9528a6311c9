import { SallyportError } from '../kernel/errors.ts'

/** It cannot be asked, so nothing that rests on it is decided (F-19). The cause is for the log. */
export function directoryUnavailable(directory: string, cause?: unknown) {
  return new SallyportError(
    'unavailable',
    'directory.unavailable',
    'The directory that the account comes from cannot be asked at this moment. Try again later.',
    { details: { directory }, ...(cause === undefined ? {} : { cause }) },
  )
}

/** The file or the text that holds its secret, or its authorities, cannot be used. */
export function directoryUnusable(directory: string, setting: string, cause?: unknown) {
  return new SallyportError(
    'invalid',
    'directory.unusable',
    `What directories.${directory}.${setting} names cannot be read.`,
    { ...(cause === undefined ? {} : { cause }) },
  )
}
