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
