import { createCipheriv, randomBytes } from 'node:crypto'
import type { FactorFixture, Shown, Supplied } from '../../../../test/factor-conformance.ts'
import { asModule, type PoolEntry } from '../../factor.ts'
import { yubikeyOtpModule } from '../index.ts'
import type { OwnKey } from '../schema.ts'

/** A YubiKey in a test: what was programmed into it. */
export interface TestKey {
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

export function newTestKey(): TestKey {
  return {
    publicId: `vv${modhexOf(randomBytes(5))}`,
    privateId: randomBytes(6).toString('hex'),
    key: randomBytes(16).toString('hex'),
  }
}

/** What the key types at that touch, written after the manual and apart from the code that reads it. */
export function otpOf({ publicId, privateId, key }: TestKey, { powerUp, touch, ticks = 0 }: Touch): string {
  const block = Buffer.concat([Buffer.from(privateId, 'hex'), Buffer.alloc(8)])
  block.writeUInt16LE(powerUp, 6)
  block.writeUIntLE(ticks, 8, 3)
  block.writeUInt8(touch, 11)
  randomBytes(2).copy(block, 12)
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

/** The key as an import puts it into the pool. */
export function entryOf(key: TestKey): PoolEntry<OwnKey> {
  return { handle: key.publicId, label: `YubiKey ${key.publicId}`, data: { judge: 'own', ...key } }
}

/** A person who was handed a prepared key. They touch it once to set it up and once for each proof. */
export const yubikeyFixture: FactorFixture = {
  module: asModule(yubikeyOtpModule),
  config: { enabled: true },
  pace: 60_000,
  supply,
  answer: (shown) => ({ otp: otpOf(keyOf(shown), { powerUp: 1, touch: 1 }) }),
  prove: ({ shown, nth }) => ({ otp: otpOf(keyOf(shown), { powerUp: 2 + nth, touch: 1 }) }),
  wrongProof: { otp: 'cccccccccccbhknhfjbrjnlnldnhcujvddbikngjrtgh' },
  malformed: [
    'hknhfjbrjnlnldnhcujvddbikngjrtgh',
    'chknhfjbrjnlnldnhcujvddbikngjrtgh',
    `${'c'.repeat(34)}hknhfjbrjnlnldnhcujvddbikngjrtgh`,
    'cccccccccccbhknhfjbrjnlnldnhcujvddbikngjrtga',
    'cccccccccccb hknhfjbrjnlnldnhcujvddbikngjrtgh',
    'cccccccccccbhknhfjbrjnlnldnhcujvddbikngjrtgh\u0000',
  ].map((otp) => ({ otp })),
  secrets: (shown) => [keyOf(shown).key, keyOf(shown).privateId],
}

function supply(): Supplied {
  const key = newTestKey()
  return { entry: entryOf(key), held: { held: key } }
}

function keyOf(shown: Shown): TestKey {
  return shown.held as TestKey
}
