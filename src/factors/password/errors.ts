import { SallyportError } from '../../kernel/errors.ts'

/** All hashing places are taken and the queue is full; nothing was judged or counted. */
export function passwordBusy() {
  return new SallyportError(
    'unavailable',
    'password.busy',
    'Too many sign-ins at this moment. Please try again.',
  )
}

/** It is changed where its owner's account comes from; one of ours would be a second key to the same door. */
export function passwordKeptElsewhere() {
  return new SallyportError(
    'conflict',
    'password.elsewhere',
    'This password belongs to the directory that the account comes from. Change it there.',
  )
}

/** Refuses to start: a breach list that cannot be searched would be silently no protection. */
export function breachFileUnusable(file: string, cause?: unknown) {
  return new SallyportError(
    'invalid',
    'password.breach-file-unusable',
    'The list of breached passwords cannot be read as SHA-1 hashes, one a line, sorted.',
    { details: { file }, cause },
  )
}

/** A stored hash that is not ours; the schema refuses such rows before they come here. */
export function hashMalformed() {
  return new SallyportError('internal', 'password.hash-malformed', 'A stored password hash cannot be read.')
}
