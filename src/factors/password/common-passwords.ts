import { fold } from './fold.ts'

/** Whether a whole password is one of the 49 thousand that people choose most. */
export type CommonPasswords = (password: string) => Promise<boolean>

/** One for all engines of a process. */
let list: Promise<ReadonlySet<string>> | undefined

/**
 * Compares the whole password, folded (N-11; ASVS 6.2.4), with the list that comes with zxcvbn. Loaded when the first
 * password is set: it takes some 50 ms and 20 MB that a server which only verifies never needs.
 */
export function commonPasswords(): CommonPasswords {
  return async (password) => {
    list ??= loadList()
    return (await list).has(fold(password))
  }
}

async function loadList(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'].map(fold))
}
