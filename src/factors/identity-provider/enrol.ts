import type { Random } from '../../kernel/random.ts'
import type { Enrolment, EnrolmentRefused, Offer } from '../factor.ts'
import { proves } from './proves.ts'
import type { Providers } from './providers.ts'
import { newQuestion } from './question.ts'
import type { BroughtProof, LinkData, ProviderChoice, ProviderSubject, Question } from './schema.ts'

/** Sends a browser to the provider whose account is to be linked: whoever sits there signs in there once more. */
export async function offerLink(
  providers: Providers,
  random: Random,
  choice: ProviderChoice,
): Promise<Offer<Question>> {
  const provider = providers.require(choice.provider)
  const asked = newQuestion(random, { provider: provider.id, signsInAnew: true })
  const address = await provider.addressFor(asked)
  return { show: { address, provider: provider.name }, pending: asked.question, confirms: true }
}

/** Links whom an administrator has named; what they call themselves there is seen when they first come by. */
export function tiedLink(
  providers: Providers,
  { provider: id, subject }: ProviderSubject,
): Enrolment<LinkData> {
  const provider = providers.require(id)
  const identity = provider.identityOf(subject)
  return {
    accepted: true,
    data: { provider: id, identity, shown: '' },
    handle: identity,
    label: provider.name,
    ...proves,
  }
}

/** Links whom the provider has named to who is at the bar here: nothing else ever links two accounts (V-92). */
export function confirmLink(
  providers: Providers,
  { identity }: BroughtProof,
  { state }: Question,
): Enrolment<LinkData> | EnrolmentRefused {
  if (identity?.state !== state) return { accepted: false, reason: 'mismatch', notices: [{ id: 'refused' }] }
  const { provider, shown } = identity
  const name = providers.find(provider)?.name ?? provider
  return {
    accepted: true,
    data: { provider, identity: identity.identity, shown },
    handle: identity.identity,
    label: shown ? `${name}: ${shown}` : name,
    ...proves,
  }
}
