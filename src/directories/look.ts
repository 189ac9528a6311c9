import type { CanonicalName } from './name.ts'

/** Small letters that print like a Latin one: the cased scripts' part of UTS 39's confusables. */
const twins: Readonly<Record<string, string>> = {
  ...pairs('аеорсухѕіјԛԝһԁӏгѵ', 'aeopcyxsijqwhdlrv'), // Cyrillic
  ...pairs('αονρυιγσ', 'aovpuiyo'), // Greek
  ...pairs('օոսհզցյ', 'onuhqgj'), // Armenian
}

/**
 * What a name looks like in print. One script per name still lets a wholly Cyrillic `аоре` pose as `aope`;
 * names are unique by look, too, so that the second of them is refused (G8). Latin twins such as `l` and `1` are
 * left apart: people do number their accounts.
 */
export function lookOf(key: CanonicalName): string {
  const letters = [...key.normalize('NFD')].map((letter) => twins[letter] ?? letter)
  return letters.join('').normalize('NFC')
}

function pairs(letters: string, latin: string): Record<string, string> {
  const twinOf = [...latin]
  return Object.fromEntries([...letters].map((letter, index) => [letter, twinOf[index] ?? letter]))
}
