import type { Keyring } from '../../kernel/keyring.ts'
import type { Random } from '../../kernel/random.ts'
import { type Place, type Sealer, sealer } from '../../kernel/secret-box.ts'
import { readMeta, type Statement, type Storage, writeMeta } from '../../storage/index.ts'
import { checksMissing, knownChecks, requireOurs } from './checks.ts'

/** The fact that holds the root, and the place that it is sealed for. */
export const rootFact = 'root'
const rootPlace: Place = { table: 'meta', column: 'value', row: rootFact }

const rootBytes = 32

/**
 * The root of this installation: a secret on which keyed hashes and the audit trail hang. It lies in the database,
 * sealed, so that keys come and go without changing it.
 */
export interface FoundRoot {
  readonly root: Uint8Array
  /** What is to be booked before anything is made with it. */
  readonly statements: readonly Statement[]
}

/**
 * Finds the root, or makes one for a database that has none. Before that every key is checked: throws `key.wrong`
 * where the database was sealed with one that is not among ours, and touches nothing.
 */
export async function findRoot(deps: {
  readonly storage: Storage
  readonly keys: Keyring
  readonly random: Random
}): Promise<FoundRoot> {
  const { storage, keys, random } = deps
  const known = await knownChecks(storage)
  requireOurs(keys, known)
  const checks = checksMissing(storage, keys, known)
  const seals = sealer(keys, random)
  const sealed = await readMeta(storage, rootFact)
  if (sealed !== undefined) return { root: openSealedRoot(seals, sealed), statements: checks }
  // What was made before there was a root hangs on the oldest key.
  const oldest = keys.all.at(-1) ?? keys.active
  const root = known.size > 0 ? oldest.secret : random.bytes(rootBytes)
  const made = writeMeta(storage, rootFact, { from: undefined, to: sealRoot(seals, root) })
  return { root, statements: [...checks, made] }
}

/** False where another process was first: then the root is not the one that was found. */
export async function bookRoot(storage: Storage, { statements }: FoundRoot): Promise<boolean> {
  if (statements.length === 0) return true
  return (await storage.book({ statements, locks: [rootFact] })) === 'booked'
}

/** The root as it lies in the database. */
export function sealRoot(seals: Sealer, root: Uint8Array): string {
  return Buffer.from(seals.seal(root, rootPlace)).toString('base64')
}

/** Throws `seal.broken` where it cannot be opened. */
export function openSealedRoot(seals: Sealer, sealed: string): Uint8Array {
  return seals.open(Buffer.from(sealed, 'base64'), rootPlace)
}
