import { openOutbound, placeOf } from '../../delivery/index.ts'
import { asFactor, type Factor, type FactorHost, type FactorModule, type Traits } from '../factor.ts'
import { challengeAt } from './challenge.ts'
import { type IdentityProviderConfig, identityProviderConfig } from './config.ts'
import { confirmLink, offerLink, tiedLink } from './enrol.ts'
import { guide } from './guide.ts'
import { messages } from './messages.ts'
import { openProvider } from './provider.ts'
import { listProviders } from './providers.ts'
import {
  type BroughtProof,
  brought,
  type LinkData,
  linkData,
  type ProviderChoice,
  type ProviderSubject,
  providerChoice,
  providerSubject,
  type Question,
  question,
} from './schema.ts'
import { secretOf } from './secret.ts'
import { verifyLink } from './verify.ts'

/** Sign-ins at identity providers elsewhere, by OpenID Connect: they open the first door, and never the second. */
export const identityProviderModule: FactorModule<IdentityProviderConfig> = {
  id: 'identity-provider',
  config: identityProviderConfig,
  create: (config, host) => asFactor(identityProvider(config, host)),
}

const traits: Omit<Traits, 'perAccount'> = {
  first: true,
  opens: true,
  role: 'factor',
  kinds: ['knows'],
  phishingResistant: false,
  restricted: false,
  guessable: false, // a code that its provider made for this browser
}

/** Where a provider sends browsers back to: each to a place of its own, so that none answers for another (RFC 9700 §4.4.2). */
const returnPathOf = (id: string) => `/sign-in/return/${id}`

function identityProvider(
  config: IdentityProviderConfig,
  host: FactorHost,
): Factor<LinkData, BroughtProof, Question, Question> {
  const { clock, logger, random, baseUrl, dataFolder } = host
  const providers = listProviders(
    Object.entries(config.providers).map(([id, one]) => {
      const secret = secretOf(id, one, dataFolder)
      // Whoever wrote it into the configuration meant it, wherever it is; what it names besides is judged.
      const outbound = openOutbound([placeOf(new URL(one.issuer))])
      return openProvider(id, one, { clock, logger, outbound, baseUrl, returnPath: returnPathOf(id), secret })
    }),
  )
  return {
    id: 'identity-provider',
    traits: { ...traits, perAccount: config.perAccount },
    guide,
    messages,
    data: linkData,
    pending: question,
    expected: question,
    proof: brought,
    answer: brought,
    options: providerChoice,
    asking: providerChoice,
    unavailable: () => (providers.all.length > 0 ? undefined : 'off'),
    settings: () => ({ providers: providers.all.map(({ id, name }) => ({ id, name })) }),
    offer: ({ options }) => offerLink(providers, random, options as ProviderChoice),
    confirm: async ({ answer, pending }) => confirmLink(providers, answer as BroughtProof, pending),
    challenge: ({ options, context }) => challengeAt(providers, random, options as ProviderChoice, context),
    reach: (options) => providers.require((options as ProviderChoice).provider).reach(),
    redeem: async ({ proof, expected, context: { source } }) => {
      const provider = providers.find(expected.provider)
      const identity = await provider?.redeem({ answer: proof.answer, question: expected, source })
      return identity ? { ...proof, identity } : proof
    },
    handle: ({ identity }) => identity?.identity,
    signOuts: {
      read: async (house, message) => providers.find(house)?.signedOut(message),
    },
    tie: {
      options: providerSubject,
      make: (options) => tiedLink(providers, options as ProviderSubject),
    },
    verify: async (input) => verifyLink(input),
    describe: ({ provider, shown }) => ({
      provider: providers.find(provider)?.name ?? provider,
      ...(shown ? { shown } : {}),
    }),
  }
}
