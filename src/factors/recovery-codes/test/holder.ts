import type { FactorFixture, Shown } from '../../../../test/factor-conformance.ts'
import { asModule } from '../../factor.ts'
import { recoveryCodesModule } from '../index.ts'
import { recoveryCodesData } from '../schema.ts'

/** A person with a list of codes on paper. It drives the factor here and the engine elsewhere. */
export const recoveryCodesFixture: FactorFixture = {
  module: asModule(recoveryCodesModule),
  pace: 1000,
  answer: () => ({}),
  prove: ({ shown, nth }) => ({ code: codesIn(shown)[nth] }),
  wrongProof: { code: '0000-0000-0000-0000-0000-0000' },
  malformed: [
    '7KXM-3A9B',
    '1234567',
    '0'.repeat(23),
    '0'.repeat(25),
    `${'0'.repeat(23)}U`,
    `${'0'.repeat(23)}０`,
    '0'.repeat(1_000_000),
  ].map((code) => ({ code })),
  secrets: (shown, data) => [
    ...codesIn(shown),
    ...codesIn(shown).map((code) => code.replaceAll('-', '')),
    ...hashesIn(data),
  ],
}

/** The codes on the paper, in their order. */
export function codesIn(shown: Shown): readonly string[] {
  return shown.codes as readonly string[]
}

function hashesIn(data: unknown): readonly string[] {
  return recoveryCodesData.parse(data).codes.map((kept) => kept.hash)
}
