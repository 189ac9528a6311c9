import type { HashFunction } from './hash-function.ts'

/** A secret turned into the two chaining values that RFC 2104 reaches after its inner and outer pad. */
export interface HmacKey {
  readonly hash: HashFunction
  readonly inner: Int32Array
  readonly outer: Int32Array
}

const innerPad = 0x36363636
const outerPad = 0x5c5c5c5c

/** Hashes both pads once, which is half of the work of a short HMAC. RFC 2104 §4. */
export function prepareHmacKey(hash: HashFunction, secret: Uint8Array): HmacKey {
  const block = keyBlock(hash, secret)
  for (let i = 0; i < block.length; i++) block[i] = (block[i] ?? 0) ^ innerPad
  const inner = new Int32Array(hash.digestWords)
  hash.compress(hash.initialState, block, inner)

  for (let i = 0; i < block.length; i++) block[i] = (block[i] ?? 0) ^ innerPad ^ outerPad
  const outer = new Int32Array(hash.digestWords)
  hash.compress(hash.initialState, block, outer)
  return { hash, inner, outer }
}

/** HMAC of a message of any length, as bytes. RFC 2104 §2. */
export function hmac(key: HmacKey, message: Uint8Array): Uint8Array {
  const blockBytes = key.hash.blockWords * 4
  const inner = wordsToBytes(digestOnto(key.hash, key.inner, message, blockBytes))
  return wordsToBytes(digestOnto(key.hash, key.outer, inner, blockBytes))
}

/** The hash of a message of any length, as bytes. */
export function digest(hash: HashFunction, message: Uint8Array): Uint8Array {
  return wordsToBytes(digestOnto(hash, hash.initialState, message, 0))
}

/** HMAC of 8-byte counters: one inner and one outer block each, with nothing allocated between them. */
export interface CounterHmac {
  /** The words of the HMAC. The array is written again by the next call. RFC 4226 §5.2. */
  mac(key: HmacKey, high: number, low: number): Int32Array
}

/** The blocks that a hash needs for {@link CounterHmac}, padded once. */
export function createCounterHmac(hash: HashFunction): CounterHmac {
  const counterBlock = paddedBlock(hash, 2)
  const digestBlock = paddedBlock(hash, hash.digestWords)
  const result = new Int32Array(hash.digestWords)
  return {
    mac(key, high, low) {
      counterBlock[0] = high
      counterBlock[1] = low
      hash.compress(key.inner, counterBlock, digestBlock)
      hash.compress(key.outer, digestBlock, result)
      return result
    },
  }
}

/** A final block for `words` words that follow one block of pad. FIPS 180-4 §5.1. */
function paddedBlock(hash: HashFunction, words: number): Int32Array {
  const block = new Int32Array(hash.blockWords)
  block[words] = 0x80000000
  block[hash.blockWords - 1] = (hash.blockWords + words) * 32
  return block
}

/** The key filled up with zeros to a block, or its hash where it is longer. RFC 2104 §2. */
function keyBlock(hash: HashFunction, secret: Uint8Array): Int32Array {
  const isLong = secret.length > hash.blockWords * 4
  const key = isLong ? digest(hash, secret) : secret
  const block = new Int32Array(hash.blockWords)
  for (let i = 0; i < key.length; i++) {
    block[i >> 2] = (block[i >> 2] ?? 0) | ((key[i] ?? 0) << (24 - (i & 3) * 8))
  }
  return block
}

/** Hashes `message` on top of a chaining value that has already taken in `bytesBefore` bytes. FIPS 180-4 §5.1. */
function digestOnto(
  hash: HashFunction,
  from: Int32Array,
  message: Uint8Array,
  bytesBefore: number,
): Int32Array {
  const blockBytes = hash.blockWords * 4
  const lengthBytes = blockBytes / 8
  const blocks = Math.ceil((message.length + 1 + lengthBytes) / blockBytes)
  const padded = new Uint8Array(blocks * blockBytes)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 4, (bytesBefore + message.length) * 8)

  const state = from.slice()
  const block = new Int32Array(hash.blockWords)
  for (let offset = 0; offset < padded.length; offset += blockBytes) {
    for (let i = 0; i < block.length; i++) block[i] = view.getInt32(offset + i * 4)
    hash.compress(state, block, state)
  }
  return state
}

function wordsToBytes(words: Int32Array): Uint8Array {
  const bytes = new Uint8Array(words.length * 4)
  const view = new DataView(bytes.buffer)
  words.forEach((word, i) => {
    view.setInt32(i * 4, word)
  })
  return bytes
}
