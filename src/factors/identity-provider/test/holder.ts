import type { FactorFixture, Shown } from '../../../../test/factor-conformance.ts'
import { asModule } from '../../factor.ts'
import { identityProviderModule } from '../index.ts'
import type { TestProvider } from './provider.ts'

/** A person with an account at a provider; another one there for each that they link. */
export function linkedFixture(provider: TestProvider): FactorFixture {
  const subjects = new Map<unknown, string>()
  const subjectOf = ({ address }: Shown) => {
    const sub = subjects.get(address) ?? `subject ${subjects.size}`
    subjects.set(address, sub)
    return sub
  }
  return {
    module: asModule(identityProviderModule),
    config: { providers: { harbour: provider.config } },
    options: { provider: 'harbour' },
    asking: { provider: 'harbour' },
    pace: 1000,
    answer: (shown) => ({ answer: provider.visit(shown.address, { sub: subjectOf(shown) }) }),
    prove: ({ shown, challenge }) => ({
      answer: provider.visit(challenge?.show.address, { sub: subjectOf(shown) }),
    }),
    wrongProof: { answer: '/sign-in/return/harbour?code=made-up&state=made-up' },
    malformed: ['', 'code=1', '?', '? code=1', '?code=\n', `?${'a'.repeat(8001)}`].map((answer) => ({
      answer: `/sign-in/return/harbour${answer}`,
    })),
    secrets: () => [],
  }
}
