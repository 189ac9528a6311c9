import { lstatSync } from 'node:fs'
import { type Check, fine, note, wrong } from './finding.ts'

const check = 'key'

/** Whoever has key and database has every secret; without the key nobody has. */
export const checkKey: Check = ({ config }) => {
  const { key, data } = config
  if (key.from !== 'file')
    return [fine(check, `The key comes from ${key.from === 'env' ? key.variable : 'a command'}.`)]
  const found = lstatSync(key.file, { throwIfNoEntry: false })
  if (!found) return []
  const exposed = process.platform !== 'win32' && (found.mode & 0o077) !== 0
  return [
    exposed
      ? wrong(
          check,
          `${key.file} may be read by others.`,
          'With the database it opens every secret.',
          `chmod 600 ${key.file}`,
        )
      : fine(check, `${key.file} is there, and its owner's alone.`),
    ...(key.file.startsWith(data)
      ? [
          note(
            check,
            'The key lies beside the database.',
            'Whoever copies the folder has both; whoever loses it has neither.',
            `Copy ${key.file} elsewhere, and leave it out of backups of the database.`,
          ),
        ]
      : []),
  ]
}
