/**
 * A Merkle–Damgård hash seen as 32-bit big-endian words, which is all that HMAC needs.
 * SHA-512's 64-bit words are two words each, high half first.
 */
export interface HashFunction {
  readonly blockWords: 16 | 32
  readonly digestWords: 5 | 8 | 16
  readonly initialState: Int32Array
  /** One block: reads the chaining value in `from`, leaves the next one in `to` (which may be `from`). */
  compress(from: Int32Array, block: Int32Array, to: Int32Array): void
}
