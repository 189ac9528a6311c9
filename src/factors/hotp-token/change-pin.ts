import { parseOcraSuite } from '@sallyport/otp'
import { z } from 'zod'
import type { Operation, OperationResult } from '../factor.ts'
import type { TokenConfig } from './config.ts'
import { keepPin, keepSuitePin, type PinHost, pinProblem, withPinFailures } from './pin.ts'
import { type NewPin, newPin, type TokenData } from './schema.ts'

/**
 * A PIN is its owner's to choose; the help desk takes it away or lets it be tried again, and never learns it
 * (ASVS 6.4.6).
 */
export function pinOperations(config: TokenConfig, host: PinHost): readonly Operation<TokenData>[] {
  return [
    {
      id: 'change-pin',
      input: newPin,
      permission: 'owner',
      replaces: true,
      run: async ({ candidate, input }) => changePin(config, host, candidate.data, (input as NewPin).pin),
    },
    {
      id: 'unlock-pin',
      input: nothing,
      permission: 'administrator',
      run: async ({ candidate }) => ({ accepted: true, data: withPinFailures(candidate.data, 0) }),
    },
    {
      id: 'clear-pin',
      input: nothing,
      permission: 'administrator',
      run: async ({ candidate }) => ({ accepted: true, data: { ...candidate.data, pin: undefined } }),
    },
  ]
}

const nothing = z.strictObject({}).optional()

/** Takes a new PIN: the one to type before a code, or the one that was just set in a token with keys. */
export function withPin(host: PinHost, token: TokenData, pin: string): TokenData | undefined {
  if (token.kind !== 'challenge') return { ...token, pin: keepPin(host, pin) }
  const algorithm = parseOcraSuite(token.suite).pin
  return algorithm && { ...token, pin: keepSuitePin(algorithm, pin) }
}

function changePin(
  config: TokenConfig,
  host: PinHost,
  token: TokenData,
  pin: string,
): OperationResult<TokenData> {
  const problem = pinProblem(config.pin, token.serial, pin)
  if (problem) return { accepted: false, reason: 'unacceptable', notices: [problem] }
  const data = withPin(host, token, pin)
  return data
    ? { accepted: true, data }
    : { accepted: false, reason: 'unacceptable', notices: [{ id: 'no-pin' }] }
}
