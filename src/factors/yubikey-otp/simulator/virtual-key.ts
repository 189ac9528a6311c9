import { createCipheriv } from 'node:crypto'
import type { Random } from '../../../kernel/random.ts'

/** What was programmed into a key. */
export interface VirtualKey {
  /** Modhex. */
  readonly publicId: string
  /** Hex. */
  readonly privateId: string
  readonly key: string
}

/** One touch: how often the key was plugged in, touched since, and how its clock stands. */
export interface Touch {
  readonly powerUp: number
  readonly touch: number
  readonly ticks?: number
}

const letters = 'cbdefghijklnrtuv'

/** A new key. Its public id begins as those do that people program themselves. */
export function newKey(random: Random): VirtualKey {
  return {
    publicId: `vv${modhexOf(random.bytes(5))}`,
    privateId: hexOf(random.bytes(6)),
    key: hexOf(random.bytes(16)),
  }
}

/** What the key types at that touch, written after Yubico's manual and apart from the code that reads it. */
export function typedBy(
  { publicId, privateId, key }: VirtualKey,
  { powerUp, touch, ticks = 0 }: Touch,
  random: Random,
): string {
  const block = Buffer.concat([Buffer.from(privateId, 'hex'), Buffer.alloc(8)])
  block.writeUInt16LE(powerUp, 6)
  block.writeUIntLE(ticks, 8, 3)
  block.writeUInt8(touch, 11)
  block.set(random.bytes(2), 12)
  const checksum = Buffer.alloc(2)
  checksum.writeUInt16LE(0xffff - remainderOf(block))
  const cipher = createCipheriv('aes-128-ecb', Buffer.from(key, 'hex'), null).setAutoPadding(false)
  return publicId + modhexOf(Buffer.concat([cipher.update(Buffer.concat([block, checksum])), cipher.final()]))
}

/** CRC-16 bit by bit, as a remainder of polynomials. */
function remainderOf(bytes: Uint8Array): number {
  let remainder = 0xffff
  for (const byte of bytes) {
    for (let place = 0; place < 8; place++) {
      const carry = (remainder ^ (byte >> place)) & 1
      remainder = (remainder >>> 1) ^ (carry * 0x8408)
    }
  }
  return remainder
}

function modhexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => letters.charAt(byte >> 4) + letters.charAt(byte & 15)).join('')
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
