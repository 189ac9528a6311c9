import { SallyportError } from '../../kernel/errors.ts'

export function directoryNotFound() {
  return new SallyportError('not-found', 'directory.not-found', 'There is no such directory.')
}

export function directoryBusy() {
  return new SallyportError(
    'conflict',
    'directory.busy',
    'This directory is being read just now. Look again in a minute.',
  )
}

/** Who is in it is said there; by hand it would last until the next reading. */
export function groupOfDirectory(directory: string) {
  return new SallyportError(
    'conflict',
    'group.of-directory',
    'This group belongs to a directory. Change it there.',
    { details: { directory } },
  )
}
