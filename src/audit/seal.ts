import { type SigningKey, signHash } from '../kernel/signing-key.ts'
import type { Storage } from '../storage/index.ts'
import type { Seal } from './audit.ts'
import { emptyHash } from './batch.ts'
import { lanePause } from './lane.ts'
import { merkleRoot } from './merkle.ts'
import { insertSeal, lastSeal, livingHeads, markSealed } from './seals-store.ts'
import { sealHash } from './signature.ts'

/** Milliseconds; a node that comes sooner after another one's seal leaves it at that. */
const sealPause = 900
/** Hex digits by which a stored seal names its key. */
const keyIdLength = 16

/**
 * Signs a Merkle root over the heads of all lanes that are not settled, if one of them moved (R16). The number is the
 * lease: of several nodes that seal at once, one books it and the others are refused. A lane that lay still for twice
 * as long as its writer would leave it is settled, so that the runs of the command line do not add up.
 */
export async function seal(storage: Storage, key: SigningKey): Promise<Seal | undefined> {
  const at = storage.clock.now()
  const last = await lastSeal(storage)
  if (last && last.at > at - sealPause && last.at <= at) return undefined
  const living = await livingHeads(storage, at - 2 * lanePause)
  const changed = living.filter(({ moved, settled }) => moved || settled)
  if (changed.length === 0) return undefined

  const heads = changed.map(({ moved: _, ...head }) => head)
  const content = {
    number: (last?.number ?? 0) + 1,
    at,
    root: merkleRoot(living),
    previous: last?.hash ?? emptyHash,
  }
  const hash = sealHash({ ...content, heads })
  const made: Seal = { ...content, hash, signature: signHash(key, hash) }
  const marks = heads.map((head) => markSealed(storage, head, made.number))
  const statements = [insertSeal(storage, made, heads, key.fingerprint.slice(0, keyIdLength)), ...marks]
  const outcome = await storage.book({ statements, locks: ['audit-seal'] })
  return outcome === 'booked' ? made : undefined
}
