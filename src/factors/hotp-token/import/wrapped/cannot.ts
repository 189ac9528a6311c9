import { refuseFile } from '../problems.ts'

/** A wrong passphrase, a wrong key and a broken file look alike, and nothing that a library says is passed on (G9). */
export function cannotBeOpened(): never {
  return refuseFile('it cannot be opened', 'Check passphrase and key, and that the file is whole.')
}

export function needsPassphrase(remedy: string): never {
  return refuseFile('it is encrypted', remedy)
}

/** A bomb, or a box that nobody sells. */
export function tooMuchInside(): never {
  return refuseFile('what is inside has more than 128 MiB', 'Bring its tokens in several files.')
}

/** A few bytes that ask for minutes of work, during which nobody would be answered. */
export function tooMuchWork(): never {
  return refuseFile(
    'opening it takes more work than a server can spare',
    'Have it encrypted with less: Argon2 with 3 passes of 64 MiB, as RFC 9580 recommends.',
  )
}
