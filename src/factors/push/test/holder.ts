import type { FactorFixture, Shown } from '../../../../test/factor-conformance.ts'
import { asModule } from '../../factor.ts'
import { pushModule } from '../index.ts'
import { question } from '../schema.ts'
import { type SoftwarePhone, softwarePhone } from '../simulator/index.ts'

/** A person with a phone for each account that they have in a test. */
export function pushFixture(origin: string): FactorFixture {
  const phones = new Map<string, SoftwarePhone>()
  function phoneOf({ link }: Shown): SoftwarePhone {
    const phone = phones.get(String(link)) ?? softwarePhone(origin)
    phones.set(String(link), phone)
    return phone
  }
  return {
    module: asModule(pushModule),
    pace: 1000,
    answer: ({ number }) => ({ number }),
    prove: ({ challenge }) => ({ nonce: String(challenge?.show.nonce) }),
    device: {
      join: (shown, at) => phoneOf(shown).join(String(shown.link), at),
      look: (shown, at) => phoneOf(shown).look(at),
      answer: (shown, { number }, asked, at) =>
        phoneOf(shown).answer(question.parse(asked), { decision: 'approve', number: String(number) }, at),
    },
    wrongProof: { nonce: 'w'.repeat(43) },
    malformed: ['', 'short', 'n'.repeat(42), 'n'.repeat(44), `${'n'.repeat(42)}=`, `${'n'.repeat(42)}\n`].map(
      (nonce) => ({ nonce }),
    ),
    secrets: ({ link }) => [String(link).split('#')[1] ?? ''],
  }
}
