import { createHmac } from 'node:crypto'
import { SallyportError } from './kernel/errors.ts'
import type { Keyring, MasterKey } from './kernel/keyring.ts'
import { listMeta, type Storage, writeMeta } from './storage/index.ts'

const prefix = 'key-check:'

/**
 * The database holds a check value for every key that ever sealed something in it. Throws `key.wrong` where one of
 * them is not among ours: a wrong or missing key refuses to start, and touches nothing.
 */
export async function verifyKeyring(storage: Storage, keys: Keyring): Promise<void> {
  const known = await listMeta(storage, prefix)
  for (const [name, value] of known) {
    const key = keys.find(name.slice(prefix.length))
    if (!key || checkValue(key) !== value) throw keyWrong()
  }
  const missing = keys.all.filter((key) => !known.has(`${prefix}${key.id}`))
  for (const key of missing) {
    const statement = writeMeta(storage, `${prefix}${key.id}`, { from: undefined, to: checkValue(key) })
    await storage.book({ statements: [statement], locks: [`${prefix}${key.id}`] })
  }
}

function checkValue(key: MasterKey): string {
  return createHmac('sha256', key.secret).update('sallyport key check').digest('hex').slice(0, 32)
}

function keyWrong() {
  return new SallyportError(
    'invalid',
    'key.wrong',
    'This is not the key that this database was sealed with. Put back the key file that belongs to it; nothing was changed.',
  )
}
