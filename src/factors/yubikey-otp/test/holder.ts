import type { FactorFixture, Shown, Supplied } from '../../../../test/factor-conformance.ts'
import { systemRandom } from '../../../kernel/random.ts'
import { asModule, type PoolEntry } from '../../factor.ts'
import { yubikeyOtpModule } from '../index.ts'
import type { OwnKey } from '../schema.ts'
import { newKey, type Touch, typedBy, type VirtualKey } from '../simulator/index.ts'

export type { Touch }

/** A YubiKey in a test: what was programmed into it. */
export type TestKey = VirtualKey

const random = systemRandom()

export function newTestKey(): TestKey {
  return newKey(random)
}

/** What the key types at that touch. */
export function otpOf(key: TestKey, touch: Touch): string {
  return typedBy(key, touch, random)
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
