import type { Random } from '../../kernel/random.ts'
import type { AskingContext, FactorChallenge } from '../factor.ts'
import type { Providers } from './providers.ts'
import { newQuestion } from './question.ts'
import type { ProviderChoice, Question } from './schema.ts'

/** Milliseconds: enough to sign in there, also with what is asked for there besides. */
const lifetime = 600_000

/**
 * Sends a browser to a provider. To come in, being signed in there is enough. Where something fresh is asked for, or
 * somebody who is in already confirms something, they sign in there anew: the provider would say yes for an abandoned
 * browser.
 */
export async function challengeAt(
  providers: Providers,
  random: Random,
  choice: ProviderChoice,
  { anew, at }: Pick<AskingContext, 'anew' | 'at'>,
): Promise<FactorChallenge<Question>> {
  const provider = providers.require(choice.provider)
  const asked = newQuestion(random, {
    provider: provider.id,
    signsInAnew: anew === true,
    ...(anew ? { since: at } : {}),
  })
  return {
    show: { address: await provider.addressFor(asked) },
    expected: asked.question,
    tries: 1,
    lifetime,
  }
}
