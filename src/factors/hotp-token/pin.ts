import { createHash } from 'node:crypto'
import { equalBytes } from '../../kernel/tokens.ts'
import type { FactorHost, Notice } from '../factor.ts'
import type { TokenConfig } from './config.ts'
import type { SuitePin, TokenData, TokenPin } from './schema.ts'

export type PinHost = Pick<FactorHost, 'mac' | 'random'>

const saltLength = 16
const purpose = 'hotp-token pin'

/**
 * A PIN as it is kept: too short for any hash to protect, so it is hashed under a key of the installation, and sealed
 * with the rest of the token (N-30).
 */
export function keepPin(host: PinHost, pin: string): TokenPin {
  const salt = host.random.bytes(saltLength)
  return { salt: toBase64(salt), hash: toBase64(hashOf(host, salt, pin)), failures: 0 }
}

/** A PIN that came with the token: the same file gives the same hash, so that it is known when it is brought again. */
export function keepGivenPin(host: Pick<PinHost, 'mac'>, serial: string, pin: string): TokenPin {
  const salt = host.mac(`${purpose} of its maker`, Buffer.from(serial)).subarray(0, saltLength)
  return { salt: toBase64(salt), hash: toBase64(hashOf(host, salt, pin)), failures: 0 }
}

/** Whether the PIN is right. One hash, whether there is a PIN or none, so that no answer's time tells. */
export function isRightPin(
  host: Pick<PinHost, 'mac'>,
  kept: TokenPin | undefined,
  typed: string | undefined,
): boolean {
  const salt = kept ? fromBase64(kept.salt) : new Uint8Array(saltLength)
  const hash = hashOf(host, salt, typed ?? '')
  if (!kept) return typed === undefined
  return equalBytes(hash, fromBase64(kept.hash))
}

/** A PIN that its owner types into the token, by the hash that the token's suite asks for (RFC 6287 §5.1). */
export function keepSuitePin(algorithm: 'SHA1' | 'SHA256' | 'SHA512', pin: string): SuitePin {
  return { hash: createHash(algorithm).update(pin).digest('base64'), failures: 0 }
}

/** Whether its tries are used up: then no code of the token is accepted, be the PIN right or wrong (N-30). */
export function isLocked(pin: { readonly failures: number } | undefined, tries: number): boolean {
  return pin !== undefined && pin.failures >= tries
}

/** The token with its PIN's failures so counted; as it was where it has no PIN. */
export function withPinFailures(token: TokenData, failures: number): TokenData {
  if (token.kind === 'challenge') return token.pin ? { ...token, pin: { ...token.pin, failures } } : token
  return token.pin ? { ...token, pin: { ...token.pin, failures } } : token
}

/** Why a new PIN cannot be taken; undefined where it can. */
export function pinProblem(config: TokenConfig['pin'], serial: string, pin: string): Notice | undefined {
  if (pin.length < config.minLength) return { id: 'pin-short', values: { digits: config.minLength } }
  return isSimplePin(pin) || serial.includes(pin) ? { id: 'pin-simple' } : undefined
}

/** Where a PIN is asked for and the token was handed out without one, its owner is told to choose one. */
export function pinNotices(config: TokenConfig['pin'], token: TokenData): readonly Notice[] {
  return config.required && token.kind !== 'challenge' && !token.pin ? [{ id: 'pin-missing' }] : []
}

/** One digit over and over, or a row upwards or downwards: what a thief tries first. */
function isSimplePin(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index])))
  const [step] = steps
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 1
}

function hashOf(host: Pick<PinHost, 'mac'>, salt: Uint8Array, pin: string): Uint8Array {
  return host.mac(purpose, Buffer.concat([salt, Buffer.from(pin)]))
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64')
}
