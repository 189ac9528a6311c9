import { randomFillSync } from 'node:crypto'

/** Where randomness comes from: the operating system, or a seeded source in the model-based tests. */
export interface Random {
  /** `size` unpredictable bytes. */
  bytes(size: number): Uint8Array
}

const poolSize = 4096

/** The operating system's generator, drawn in blocks because one call costs more than its bytes. */
export function systemRandom(): Random {
  const pool = new Uint8Array(poolSize)
  let used = poolSize
  return {
    bytes(size) {
      if (size > poolSize) return randomFillSync(new Uint8Array(size))
      if (used + size > poolSize) {
        randomFillSync(pool)
        used = 0
      }
      const drawn = pool.slice(used, used + size)
      pool.fill(0, used, used + size)
      used += size
      return drawn
    },
  }
}
