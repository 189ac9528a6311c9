import { inTurns } from '../../../../kernel/in-turns.ts'
import type { TokenConfig } from '../../config.ts'
import type { FoundToken } from '../found-token.ts'
import type { Problem } from '../problem.ts'
import type { Problems } from '../problems.ts'
import type { KeyPackage } from './key-package.ts'
import type { Keys } from './keys.ts'

interface Reading {
  readonly config: TokenConfig
  readonly problems: Problems
}

/** The tokens of a document. A PIN is a key of its own there, and belongs to the one whose policy names it (§5.1). */
export async function tokensOf(
  packages: readonly KeyPackage[],
  keys: Keys,
  { config, problems }: Reading,
): Promise<readonly FoundToken[]> {
  const pins = new Map(packages.filter(isPin).map((one) => [one.keyId, one]))
  const ids = new Set<string>()
  const tokens: FoundToken[] = []
  await inTurns(packages, (one) => {
    const problem = twice(ids, one) ?? (isPin(one) ? undefined : problemOf(one, pins, config))
    if (problem) problems.add({ where: one.where, ...problem })
    else if (!isPin(one)) tokens.push(tokenOf(one, keys, pins))
  })
  return tokens
}

function isPin({ algorithm }: KeyPackage): boolean {
  return algorithm === 'pin'
}

type Reason = Omit<Problem, 'where'>
type Pins = ReadonlyMap<string, KeyPackage>

function twice(ids: Set<string>, { keyId }: KeyPackage): Reason | undefined {
  if (keyId !== '' && ids.has(keyId))
    return { reason: 'its key id stands there twice', remedy: 'Keep one of them.' }
  ids.add(keyId)
  return undefined
}

const kinds = { hotp: 'event', totp: 'time', ocra: 'challenge' } as const
type Algorithm = keyof typeof kinds

function problemOf(one: KeyPackage, pins: Pins, config: TokenConfig): Reason | undefined {
  const { algorithm, response, secret, isReference, policy } = one
  if (!Object.hasOwn(kinds, algorithm)) return unusable('its algorithm is not HOTP, TOTP or OCRA')
  if (!secret)
    return unusable(
      isReference ? 'its secret is to be derived from a key that is not in the file' : 'it has no secret',
    )
  if (response.encoding !== 'DECIMAL' || response.hasCheckDigit)
    return unusable('its codes are not plain digits, or have a check digit')
  if (!policy.isUnderstood) return unusable('its policy says something that is not understood')
  if (policy.limitsTransactions) return unusable('its policy limits how often it may be used')
  const usage = algorithm === 'ocra' ? 'CR' : 'OTP'
  if (policy.usages.length > 0 && !policy.usages.includes(usage))
    return unusable('its policy forbids this use')
  return pinProblemOf(one, pins, config)
}

/** Before the code, or inside an OCRA response, a PIN is ours to check; `Local` is checked by the token itself. */
function pinProblemOf(
  { algorithm, policy }: KeyPackage,
  pins: Pins,
  config: TokenConfig,
): Reason | undefined {
  const { pin } = policy
  if (!pin || pin.mode === 'Local') return undefined
  const isOurs = algorithm === 'ocra' ? pin.mode === 'Algorithmic' : pin.mode === 'Prepend'
  if (!isOurs) return unusable(`its PIN is used in the way “${pin.mode ?? ''}”`)
  if (!pins.has(pin.keyId ?? '')) return unusable('its PIN is not in the file')
  if ((pin.encoding ?? 'DECIMAL') !== 'DECIMAL') return unusable('its PIN is not of digits')
  if (pin.mostFailures === undefined || pin.mostFailures >= config.pin.tries) return undefined
  return {
    reason: `its policy locks the PIN after ${pin.mostFailures} wrong ones`,
    remedy: `Set factors.hotp-token.pin.tries to ${pin.mostFailures} or less.`,
  }
}

function unusable(reason: string): Reason {
  return { reason, remedy: 'Ask its maker for a file without it, or take the token out.' }
}

function tokenOf(one: KeyPackage, keys: Keys, pins: Pins): FoundToken {
  const { where, serial, maker, model, suite, response, policy, deviceExpiresAt } = one
  const kind = kinds[one.algorithm as Algorithm]
  return {
    where,
    serial,
    maker,
    model,
    kind,
    secret: one.secret ? keys.bytes(one.secret) : new Uint8Array(),
    digits: response.length,
    ...(kind === 'challenge' ? { suite } : { algorithm: suite }),
    counter: one.counter && keys.number(one.counter),
    period: one.period && Number(keys.number(one.period)),
    startsAt: policy.startsAt,
    expiresAt: policy.expiresAt,
    batteryUntil: deviceExpiresAt,
    pin: pinOf(policy.pin, keys, pins),
  }
}

function pinOf(pin: KeyPackage['policy']['pin'], keys: Keys, pins: Pins): string | undefined {
  const secret = pin?.mode === 'Local' ? undefined : pins.get(pin?.keyId ?? '')?.secret
  return secret && Buffer.from(keys.bytes(secret)).toString('utf8')
}
