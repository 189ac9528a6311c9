import { createHmac } from 'node:crypto'
import { SallyportError } from '../../kernel/errors.ts'
import type { Keyring, MasterKey } from '../../kernel/keyring.ts'
import { listMeta, removeMeta, type Statement, type Storage, writeMeta } from '../../storage/index.ts'

const prefix = 'key-check:'

/** By key id: what shows that a key is the one that sealed something in this database. */
export type KeyChecks = ReadonlyMap<string, string>

/** The check value of every key that ever sealed something there, and was not dropped. */
export async function knownChecks(storage: Storage): Promise<KeyChecks> {
  return checksAmong(await listMeta(storage, prefix))
}

/** Those among the facts of a database. */
function checksAmong(facts: ReadonlyMap<string, string>): KeyChecks {
  const checks = [...facts].filter(([name]) => name.startsWith(prefix))
  return new Map(checks.map(([name, value]) => [name.slice(prefix.length), value]))
}

/** Throws `key.wrong` where one of the keys that these tell of is not among ours. */
export function requireOurs(keys: Keyring, checks: KeyChecks): void {
  for (const [id, value] of checks) {
    const key = keys.find(id)
    if (!key || checkValue(key) !== value) throw keyWrong()
  }
}

/** Notes those of our keys that the database does not know yet. */
export function checksMissing(storage: Storage, keys: Keyring, known: KeyChecks): readonly Statement[] {
  const missing = keys.all.filter((key) => !known.has(key.id))
  return missing.map((key) =>
    writeMeta(storage, `${prefix}${key.id}`, { from: undefined, to: checkValue(key) }),
  )
}

/** From now on the database opens without this key. */
export function forgetCheck(storage: Storage, keyId: string): Statement {
  return removeMeta(storage, `${prefix}${keyId}`)
}

function checkValue(key: MasterKey): string {
  return createHmac('sha256', key.secret).update('sallyport key check').digest('hex').slice(0, 32)
}

function keyWrong() {
  return new SallyportError(
    'invalid',
    'key.wrong',
    'A key that sealed something in it is not in the key file. Put back the key file of its time; nothing was changed.',
  )
}
