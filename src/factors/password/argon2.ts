import { argon2 as nodeArgon2 } from 'node:crypto'
import { promisify } from 'node:util'
import type { HashCost } from './config.ts'

/** Turns a message into a digest at a price. Handed in by constructor, so that model tests may use a cheap one. */
export interface Hasher {
  derive(input: HashInput): Promise<Uint8Array>
}

export interface HashInput {
  readonly message: Uint8Array
  readonly salt: Uint8Array
  readonly cost: HashCost
}

/** Bytes of an Argon2id digest. */
export const digestLength = 32

/** Argon2id (RFC 9106) by @node-rs/argon2; where its binary is absent, by Node itself: same digest, slower. */
export function argon2Hasher(load: () => Promise<Hasher> = loadNative): Hasher {
  let loaded: Promise<Hasher> | undefined
  return {
    async derive(input) {
      loaded ??= load().catch(() => nodeHasher)
      return (await loaded).derive(input)
    },
  }
}

/** Argon2id by `node:crypto` alone. */
export const nodeHasher: Hasher = {
  async derive({ message, salt, cost }) {
    const parameters = {
      message,
      nonce: salt,
      memory: cost.memory,
      passes: cost.passes,
      parallelism: cost.lanes,
      tagLength: digestLength,
    }
    return new Uint8Array(await promisify(nodeArgon2)('argon2id', parameters))
  },
}

/** Argon2id in Rust, on libuv's threads. Its `Algorithm.Argon2id` is a const enum, which stripped types lack: 2. */
async function loadNative(): Promise<Hasher> {
  const { hashRaw } = await import('@node-rs/argon2')
  return {
    async derive({ message, salt, cost }) {
      const options = {
        algorithm: 2,
        salt,
        memoryCost: cost.memory,
        timeCost: cost.passes,
        parallelism: cost.lanes,
        outputLen: digestLength,
      }
      return new Uint8Array(await hashRaw(message, options))
    },
  }
}
