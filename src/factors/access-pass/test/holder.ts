import type { FactorFixture, Shown } from '../../../../test/factor-conformance.ts'
import { asModule } from '../../factor.ts'
import { accessPassModule } from '../index.ts'
import { accessPassData } from '../schema.ts'

/** A person who was handed a pass. It drives the factor here and the engine elsewhere. */
export const accessPassFixture: FactorFixture = {
  module: asModule(accessPassModule),
  single: true,
  pace: 1000,
  answer: () => ({}),
  prove: ({ shown }) => ({ code: passIn(shown) }),
  wrongProof: { code: '0000-0000-0000' },
  malformed: ['7KXM', '0'.repeat(7), '0'.repeat(49), `${'0'.repeat(11)}U`, `${'0'.repeat(11)}０`].map(
    (code) => ({ code }),
  ),
  secrets: (shown, data) => {
    const { hash } = accessPassData.parse(data)
    return [passIn(shown), passIn(shown).replaceAll('-', ''), hash]
  },
}

/** The pass on the slip of paper. */
export function passIn(shown: Shown): string {
  return String(shown.code)
}
