import { asFactor, type Factor, type FactorHost, type FactorModule } from '../factor.ts'
import { type SmsCodeConfig, smsCodeConfig } from './config.ts'
import { confirmSmsCode, farewell, offerSmsCode } from './enrol.ts'
import { guide } from './guide.ts'
import { messages } from './messages.ts'
import {
  type SmsCodeData,
  type SmsCodeExpected,
  type SmsCodeOptions,
  type SmsCodePending,
  type SmsCodeProof,
  smsCodeData,
  smsCodeExpected,
  smsCodeOptions,
  smsCodePending,
  smsCodeProof,
} from './schema.ts'
import { challengeSmsCode, type SmsCodeDeps } from './send.ts'
import { simSwapCheck } from './sim-swap.ts'
import { overBecause, sunsetEnd } from './sunset.ts'
import { verifySmsCode } from './verify.ts'

/** Codes by text message: a restricted authenticator (NIST SP 800-63B-4 §3.1.3.3 and §3.2.9). */
export const smsCodeModule: FactorModule<SmsCodeConfig> = {
  id: 'sms-code',
  config: smsCodeConfig,
  create: (config, host) => asFactor(smsCode(config, host)),
}

function smsCode(
  config: SmsCodeConfig,
  host: FactorHost,
): Factor<SmsCodeData, SmsCodeProof, SmsCodePending, SmsCodeExpected> {
  const house = { name: host.name, host: new URL(host.baseUrl).hostname }
  const deps: SmsCodeDeps = { config, host, house, checkSim: simSwapCheck(config.simSwap, host) }
  return {
    id: 'sms-code',
    traits: {
      first: false,
      role: 'factor',
      kinds: ['has'],
      phishingResistant: false,
      restricted: true,
      guessable: true,
      perAccount: config.perAccount,
      enrolmentTries: 3,
    },
    guide,
    messages,
    data: smsCodeData,
    pending: smsCodePending,
    expected: smsCodeExpected,
    proof: smsCodeProof,
    answer: smsCodeProof,
    options: smsCodeOptions,
    fromCode: (code) => smsCodeProof.safeParse({ code }).data,
    unavailable: (use) => {
      if (!host.canDeliver('sms') || host.smsCountries.length === 0) return 'no-gateway'
      return overBecause(config.sunset, use, host.clock.now())
    },
    settings: () => ({ countries: host.smsCountries }),
    offer: ({ person, options, existing, context }) =>
      offerSmsCode(deps, { person, options: options as SmsCodeOptions | undefined, existing, context }),
    confirm: ({ pending, answer, person, context }) =>
      confirmSmsCode(deps, pending, answer as SmsCodeProof, person, context),
    challenge: ({ candidates, context }) => challengeSmsCode(deps, candidates, context),
    verify: ({ candidates, proof, expected }) =>
      verifySmsCode(host, config.sunset, candidates, proof, expected),
    removed: ({ data, at }) => farewell(deps, data, at),
    foreseenEnd: () => sunsetEnd(config.sunset),
    credentialType: () => 'phone-sms',
    describe: ({ masked }) => ({ number: masked }),
  }
}
