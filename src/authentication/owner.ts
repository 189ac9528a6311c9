import type { Account } from '../accounts/index.ts'
import { canonicalName } from '../directories/index.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { Owner } from '../throttle/index.ts'

const decoys = 2 ** 18

/**
 * Whose tries are counted. A name that nobody has counts against one of 262,144 decoys, picked by a keyed hash of the
 * name: it is delayed and booked like a real one, all its spellings together, and strangers cannot fill the table
 * with names (A-028, A-118, R16).
 */
export function ownerOf(box: SecretBox, account: Account | undefined, typedName: string): Owner {
  if (account) return { key: account.id, accountId: account.id }
  const name = canonicalName(typedName)
  const counted = name.valid ? name.key : typedName.slice(0, 1024)
  const hash = box.mac('decoy', Buffer.from(counted, 'utf8'))
  const number = new DataView(hash.buffer, hash.byteOffset).getUint32(0) % decoys
  return { key: `decoy-${number}`, accountId: undefined }
}
