import { type CodeBinding, newSentCode } from '../../kernel/sent-code.ts'
import type { Candidate, FactorChallenge, FactorContext, FactorHost, FactorMessage } from '../factor.ts'
import type { SmsCodeConfig } from './config.ts'
import type { SmsCodeData, SmsCodeExpected } from './schema.ts'
import type { SimSwapCheck } from './sim-swap.ts'
import { codeText, type House, languageFor } from './words.ts'

/** What this factor stands on. */
export interface SmsCodeDeps {
  readonly config: SmsCodeConfig
  readonly host: FactorHost
  readonly house: House
  readonly checkSim: SimSwapCheck
}

/**
 * Sends a code to one number: the one that was named, or the one that was used last. It takes the place of the one
 * before it, and forgives no failure.
 */
export async function challengeSmsCode(
  deps: SmsCodeDeps,
  candidates: readonly Candidate<SmsCodeData>[],
  context: FactorContext,
): Promise<FactorChallenge<SmsCodeExpected>> {
  const [chosen] = candidates.toSorted((one, other) => (other.lastUsedAt ?? 0) - (one.lastUsedAt ?? 0))
  if (!chosen) throw new RangeError('nobody is asked for a code before anybody is known')
  const { number, masked } = chosen.data
  const { digits, lifetime } = deps.config
  const { code, ...kept } = newSentCode(deps.host, boundTo(chosen.accountId, number), digits)
  return {
    show: { authenticatorId: chosen.id, to: masked, digits },
    expected: { authenticatorId: chosen.id, ...kept },
    tries: 3,
    lifetime: lifetime * 1000,
    messages: [codeMessage(deps, number, code, context)],
  }
}

/** What a code to this number is bound to. */
export function boundTo(accountId: string, number: string): CodeBinding {
  return { purpose: 'sms-code', accountId, to: number }
}

/** A code on its way; whether the SIM card was changed lately is asked last. */
export function codeMessage(
  { config, house, checkSim }: Pick<SmsCodeDeps, 'config' | 'house' | 'checkSim'>,
  to: string,
  code: string,
  { at, language }: FactorContext,
): FactorMessage {
  const text = codeText(languageFor(language, config.language), code, house)
  return {
    channel: 'sms',
    to,
    subject: '',
    text,
    expiresAt: at + config.lifetime * 1000,
    clearance: () => checkSim(to, at),
  }
}
