import { lstatSync } from 'node:fs'
import { sealedByKey, waitingKey } from '../../administration/index.ts'
import { amount } from '../amount.ts'
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

/** A rotation that was begun is to be finished: until then every one of its keys is needed (F-25). */
export const checkRotation: Check = async ({ engine }) => {
  if (!engine) return []
  const { active, all } = engine.keys
  const [counts, waiting] = await Promise.all([sealedByKey(engine), waitingKey(engine)])
  const older = all.filter(({ id }) => id !== active.id && id !== waiting?.id)
  const rotating = older.flatMap(({ id }) => {
    const count = counts.get(id) ?? 0
    return count === 0
      ? note(
          check,
          `The old key ${id} opens nothing any more.`,
          'Only older backups need it.',
          'Keep a copy elsewhere, then run "sallyport rotate-keys --drop-old".',
        )
      : wrong(
          check,
          `${amount(count, 'secret is', 'secrets are')} still sealed with the old key ${id}.`,
          'A rotation of keys was begun and is not finished.',
          'Run "sallyport rotate-keys".',
        )
  })
  const next = waiting
    ? [
        note(
          check,
          `The new key ${waiting.id} does not seal yet.`,
          'It was added so that every node can read it first.',
          'Copy the key file to every node, then run "sallyport rotate-keys".',
        ),
      ]
    : []
  return rotating.length + next.length > 0
    ? [...rotating, ...next]
    : [fine(check, 'Everything is sealed with one key.')]
}
