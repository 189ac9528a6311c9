import type { HashCost } from './config.ts'
import { hashMalformed } from './errors.ts'
import { phcPattern } from './schema.ts'

/** A stored hash, taken apart: what it cost, its salt and the digest. */
export interface StoredHash {
  readonly cost: HashCost
  readonly salt: Uint8Array
  readonly digest: Uint8Array
}

/** PHC string format: scheme, version and cost stand beside salt and digest (N-13). */
export function formatPhc({ cost, salt, digest }: StoredHash): string {
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.lanes}$${base64(salt)}$${base64(digest)}`
}

/** Throws `password.hash-malformed` where the text is no Argon2id hash of ours. */
export function parsePhc(text: string): StoredHash {
  const [, memory, passes, lanes, salt, digest] = phcPattern.exec(text) ?? []
  if (!memory || !passes || !lanes || !salt || !digest) throw hashMalformed()
  return {
    cost: { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) },
    salt: new Uint8Array(Buffer.from(salt, 'base64')),
    digest: new Uint8Array(Buffer.from(digest, 'base64')),
  }
}

/** The PHC format writes Base64 without padding. */
function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}
