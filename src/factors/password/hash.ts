import { equalBytes } from '../../kernel/tokens.ts'
import type { FactorHost } from '../factor.ts'
import { digestLength, type Hasher } from './argon2.ts'
import { canonicalPassword } from './canonical.ts'
import type { HashCost } from './config.ts'
import { formatPhc, parsePhc, type StoredHash } from './phc.ts'
import type { WorkQueue } from './queue.ts'

/** `busy`: the queue is full, nothing was judged. Words, not booleans, so that `busy` cannot pass for a match (G6). */
export type Comparison = 'matches' | 'differs' | 'busy'

/** Makes and compares stored password hashes; the only place that touches them. */
export interface PasswordHashes {
  /** A PHC string under a fresh salt, or undefined where the queue is full. */
  create(password: string): Promise<string | undefined>
  compare(password: string, stored: string): Promise<Comparison>
  /** One hash at today's cost, of which the outcome is always `differs`: what an unknown account is judged by. */
  compareWithNobody(password: string): Promise<Exclude<Comparison, 'matches'>>
  /** Whether a stored hash was made at another cost than today's. */
  isOutdated(stored: string): boolean
}

export interface PasswordHashesDeps {
  readonly hasher: Hasher
  readonly host: Pick<FactorHost, 'mac' | 'random'>
  readonly queue: WorkQueue
  readonly cost: HashCost
}

const saltLength = 16
const pepperPurpose = 'password-pepper'

/**
 * Argon2id over HMAC-SHA256(pepper, password): the keyed step of NIST SP 800-63B-4 §3.1.1.2 (N-13), which also
 * takes in the whole password whatever its length (N-10).
 *
 * One costs 12 ms at the default 19 MiB and 2 passes (33 ms by node:crypto alone), measured on one of two cores.
 *
 * Rotation: a hash cannot be re-keyed without its password, so the pepper derives from the *oldest* key of the
 * installation and outlives `rotate-keys`. Taking that key out of the key file ends every local password.
 */
export function passwordHashes(deps: PasswordHashesDeps): PasswordHashes {
  const nobody: StoredHash = {
    cost: deps.cost,
    salt: new Uint8Array(saltLength),
    digest: new Uint8Array(digestLength),
  }

  return {
    async create(password) {
      const salt = deps.host.random.bytes(saltLength)
      const derived = await derive(password, { cost: deps.cost, salt })
      return derived && formatPhc({ cost: deps.cost, salt, digest: derived.value })
    },

    compare: (password, stored) => compareStored(password, parsePhc(stored)),

    async compareWithNobody(password) {
      return (await compareStored(password, nobody)) === 'busy' ? 'busy' : 'differs'
    },

    isOutdated(stored) {
      const { cost } = parsePhc(stored)
      return (
        cost.memory !== deps.cost.memory || cost.passes !== deps.cost.passes || cost.lanes !== deps.cost.lanes
      )
    },
  }

  async function compareStored(password: string, stored: StoredHash): Promise<Comparison> {
    const derived = await derive(password, stored)
    if (!derived) return 'busy'
    return equalBytes(derived.value, stored.digest) ? 'matches' : 'differs'
  }

  function derive(password: string, { cost, salt }: Pick<StoredHash, 'cost' | 'salt'>) {
    const message = deps.host.mac(pepperPurpose, new TextEncoder().encode(canonicalPassword(password)))
    return deps.queue.run(() => deps.hasher.derive({ message, salt, cost }))
  }
}
