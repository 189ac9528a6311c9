import { asFactor, type Factor, type FactorHost, type FactorModule, type Traits } from '../factor.ts'
import { type EmailCodeConfig, emailCodeConfig } from './config.ts'
import { confirmEmailCode, offerEmailCode } from './enrol.ts'
import { guide } from './guide.ts'
import { messages } from './messages.ts'
import {
  type EmailCodeData,
  type EmailCodeExpected,
  type EmailCodeOptions,
  type EmailCodePending,
  type EmailCodeProof,
  emailCodeData,
  emailCodeExpected,
  emailCodeOptions,
  emailCodePending,
  emailCodeProof,
} from './schema.ts'
import { challengeEmailCode, type EmailCodeDeps, masked } from './send.ts'
import { verifyEmailCode } from './verify.ts'

/** Codes by mail: a way of recovery and no factor (NIST SP 800-63B-4 §3.1.3.1 and §4.2.1.2, decision 3). */
export const emailCodeModule: FactorModule<EmailCodeConfig> = {
  id: 'email-code',
  config: emailCodeConfig,
  create: (config, host) => asFactor(emailCode(config, host)),
}

const traits: Traits = {
  first: false,
  role: 'recovery',
  kinds: ['has'],
  phishingResistant: false,
  restricted: true,
  guessable: true,
  perAccount: 2,
  enrolmentTries: 3,
}

function emailCode(
  config: EmailCodeConfig,
  host: FactorHost,
): Factor<EmailCodeData, EmailCodeProof, EmailCodePending, EmailCodeExpected> {
  const deps: EmailCodeDeps = { config, host }
  return {
    id: 'email-code',
    traits,
    guide,
    messages,
    data: emailCodeData,
    pending: emailCodePending,
    expected: emailCodeExpected,
    proof: emailCodeProof,
    answer: emailCodeProof,
    options: emailCodeOptions,
    unavailable: () => {
      if (!config.enabled) return 'off'
      return host.canDeliver('email') ? undefined : 'no-gateway'
    },
    offer: ({ person, options, existing, context }) =>
      offerEmailCode(deps, { person, options: options as EmailCodeOptions | undefined, existing, context }),
    confirm: ({ pending, answer, person, context }) =>
      confirmEmailCode(deps, pending, answer as EmailCodeProof, person, context.at),
    challenge: async ({ candidates, person, context }) =>
      challengeEmailCode(deps, candidates, await person?.(), context),
    verify: (input) => verifyEmailCode(host, input),
    describe: ({ address }) => ({ address: masked(address) }),
  }
}
